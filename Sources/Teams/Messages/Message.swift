import JSONValues

/// What the bot says: text, cards, or both.
package struct Message: Equatable, Sendable {
    package enum Layout: String, Sendable {
        case list
        case carousel
    }

    /// Markdown; nil where there are only cards.
    package var text: String?
    package var cards: [AdaptiveCard]
    package var layout = Layout.list
    /// Each has to occur in `text` as its `Mention.text`.
    package var mentions: [Activity.Mention] = []
    /// The sources of the text, numbered from 1 as `[1]` in it. Teams takes ten; more are left out.
    package var citations: [Citation] = []
    /// Whether a language model wrote it; then Teams says so.
    package var isGenerated = false
    /// Whether people are asked if it was good; the answer is an invoke.
    package var asksForFeedback = false
    /// What the notification says, where that is not the text.
    package var summary: String?

    package init(_ text: String? = nil, cards: [AdaptiveCard] = []) {
        self.text = text
        self.cards = cards
    }

    /// As an activity to a conversation.
    package func activity(to reference: ConversationReference) -> Activity {
        var activity = Activity(outgoing: "message", to: reference)
        activity.fields.merge(
            [
                "text": text.map(JSON.string), "textFormat": text == nil ? nil : "markdown",
                "summary": summary.map(JSON.string), "entities": entities.isEmpty ? nil : .array(entities),
                "attachments": cards.isEmpty ? nil : .array(cards.map(\.attachment)),
                "attachmentLayout": cards.count > 1 ? .string(layout.rawValue) : nil,
                "channelData": asksForFeedback ? ["feedbackLoop": ["type": "default"]] : nil,
            ].compactMapValues { $0 }, uniquingKeysWith: { _, new in new })
        return activity
    }

    private var entities: [JSON] {
        var entities = mentions.map(\.entity)
        guard isGenerated || !citations.isEmpty else { return entities }
        // Teams takes one such entity only, so the label and the citations share it.
        entities.append(
            .fields([
                "type": "https://schema.org/Message", "@type": "Message", "@context": "https://schema.org", "@id": "",
                "additionalType": isGenerated ? ["AIGeneratedContent"] : nil,
                "citation": citations.isEmpty
                    ? nil
                    : .array(citations.prefix(10).enumerated().map { $1.claim(position: $0 + 1) }),
            ]))
        return entities
    }
}

extension Activity.Mention {
    /// A mention of somebody, to be put into a text as its `text`.
    package init(of account: Account) {
        let name = Markdown.escaped(
            String(String.UnicodeScalarView((account.name ?? "").unicodeScalars.filter { $0 != "<" && $0 != ">" })))
        self.init(account: account, text: "<at>\(name)</at>")
    }

    var entity: JSON {
        [
            "type": "mention", "text": .string(text),
            "mentioned": .fields(["id": .string(account.id), "name": account.name.map(JSON.string)]),
        ]
    }
}
