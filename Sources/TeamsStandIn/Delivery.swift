import Foundation

/// Something that the bot did to a conversation.
package struct Delivery: Sendable {
    package enum Kind: Sendable {
        case sent
        case replied
        case updated
        case deleted
    }

    package let kind: Kind
    package let conversation: String
    /// Of the activity that was sent, updated or deleted.
    package let activity: String
    /// The body as it came; empty for a deletion.
    package let body: Data

    /// A field of the body; nil where it is no string.
    package func string(_ field: String) -> String? {
        (try? JSONSerialization.jsonObject(with: body) as? [String: Any])?[field] as? String
    }
}
