extension Message {
    /// Of the text of one message, in bytes of UTF-8. The rest of `Connector.sizeLimit` is for what surrounds it.
    package static let textLimit = 16_000

    /// A text that is shorter is not cut when Teams finds the message too large.
    private static let shortest = 200

    /// The message in as many as it takes for each to be small enough. What is not text comes with the last.
    /// - Parameters:
    ///   - limit: of the text of each, in bytes.
    ///   - shown: how much of the text the first has to hold, in bytes.
    package func pieces(limit: Int = textLimit, shown: Int = 0) -> [Message] {
        guard let text, text.utf8.count > limit else { return [self] }
        var pieces = Markdown.pieces(of: text, limit: limit, shown: shown).map { piece in
            var message = Message(piece)
            message.isGenerated = isGenerated
            message.mentions = mentions.filter { piece.contains($0.text) }
            return message
        }
        var last = self
        last.text = pieces[pieces.count - 1].text
        last.mentions = pieces[pieces.count - 1].mentions
        pieces[pieces.count - 1] = last
        return pieces
    }

    /// The same in smaller messages, for when Teams takes less than it says; nil where no smaller ones can be made.
    func smaller() -> [Message]? {
        if let text, !cards.isEmpty {
            var words = self
            words.cards = []
            var rest = Message(cards: cards)
            rest.layout = layout
            return text.isEmpty ? [rest] : [words, rest]
        }
        if cards.count > 1 { return cards.map { Message(cards: [$0]) } }
        guard let text, text.utf8.count > Self.shortest else { return nil }
        let smaller = pieces(limit: text.utf8.count * 2 / 3)
        return smaller.count > 1 ? smaller : nil
    }
}
