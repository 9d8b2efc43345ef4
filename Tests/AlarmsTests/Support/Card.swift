import Foundation
import Testing

/// The card in a message to a workflow of Teams.
struct Card {
    let contentType: String
    let content: [String: Any]
    let texts: [String]

    init(_ message: StandInReceiver.Received) throws {
        let attachments = try #require(try message.json()["attachments"] as? [[String: Any]])
        contentType = try #require(attachments.first?["contentType"] as? String)
        content = try #require(attachments.first?["content"] as? [String: Any])
        texts = try #require(content["body"] as? [[String: Any]]).compactMap { $0["text"] as? String }
    }
}
