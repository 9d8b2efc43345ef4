extension Message {
    /// Of the text of one message, in bytes of UTF-8. The rest of `Connector.sizeLimit` is for what surrounds it.
    package static let textLimit = 16_000

    /// The message in as many as it takes for each to be small enough. What is not text comes with the last.
    /// - Parameter shown: how much of the text the first has to hold, in bytes.
    package func pieces(shown: Int = 0) -> [Message] {
        guard let text, text.utf8.count > Self.textLimit else { return [self] }
        var pieces = Markdown.pieces(of: text, limit: Self.textLimit, shown: shown).map { piece in
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
}
