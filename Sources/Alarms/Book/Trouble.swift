import Foundation

/// Something that is not as it should be, and that somebody should be told.
package struct Trouble: Codable, Equatable, Sendable {
    /// What it is about, such as "overdue". It stays the same as long as the trouble does, whatever the text says.
    package var topic: String
    /// One sentence, without a full stop.
    package var text: String
    /// False for what happened once, such as a restore that failed: it is told, and has no end to be told of.
    package var lasts: Bool

    package init(_ topic: String, _ text: String, lasts: Bool = true) {
        self.topic = topic
        self.text = text
        self.lasts = lasts
    }
}
