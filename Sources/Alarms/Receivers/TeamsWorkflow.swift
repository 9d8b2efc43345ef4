import Foundation

/// A workflow of Microsoft Teams, "When a Teams webhook request is received": it posts a card into a chat or a channel.
///
/// It needs no bot and no token, so it works while Reva is down. Whoever knows its address can post: the address is a
/// secret.
package struct TeamsWorkflow: AlarmReceiver {
    package let name = "teams"
    private let exchange: Exchange

    package init(url: String, patience: Duration = .seconds(10)) {
        exchange = Exchange(receiver: "the Teams workflow", url: url, patience: patience)
    }

    package func send(_ notice: Notice) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try await exchange.post(encoder.encode(Envelope(notice)))
    }
}

/// What such a workflow takes: a message with one card of version 1.4, which every client of Teams shows.
private struct Envelope: Encodable {
    struct Attachment: Encodable {
        let contentType = "application/vnd.microsoft.card.adaptive"
        let content: Card
    }

    struct Card: Encodable {
        let schema = "http://adaptivecards.io/schemas/adaptive-card.json"
        let type = "AdaptiveCard"
        let version = "1.4"
        let body: [TextBlock]

        enum CodingKeys: String, CodingKey {
            case schema = "$schema"
            case type, version, body
        }
    }

    struct TextBlock: Encodable {
        let type = "TextBlock"
        let text: String
        var size: String?
        var weight: String?
        var color: String?
        var isSubtle: Bool?
        let wrap = true
    }

    let type = "message"
    let attachments: [Attachment]

    /// A card is at most 28 KB: with these limits it stays below in any script.
    private static let lines = 15
    private static let characters = 400

    init(_ notice: Notice) {
        let color = ["alarm": "Attention", "recovered": "Good"][notice.kind.rawValue] ?? "Default"
        var body = [TextBlock(text: Self.plain(notice.title), size: "Medium", weight: "Bolder", color: color)]
        body += notice.lines.prefix(Self.lines).map { TextBlock(text: Self.plain($0.words)) }
        if notice.lines.count > Self.lines {
            body.append(TextBlock(text: "and \(notice.lines.count - Self.lines) more: reva status says all of it"))
        }
        body.append(TextBlock(text: notice.time.formatted(.iso8601), size: "Small", isSubtle: true))
        attachments = [Attachment(content: Card(body: body))]
    }

    /// Names such as reva_2026-03-15 are no Markdown: a backslash lets its characters stand for themselves.
    private static func plain(_ text: String) -> String {
        let text = text.count > characters ? "\(text.prefix(characters))…" : text
        return text.reduce(into: "") { plain, character in
            if "\\`*_[]#~|<>".contains(character) { plain.append("\\") }
            plain.append(character)
        }
    }
}
