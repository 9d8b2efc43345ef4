/// Decides what of a conversation a model is sent, so that the server need not cut it in silence.
///
/// System messages, pinned turns and the newest turn are always sent. Of the others, the newest go first until one does
/// not fit. A turn is a message of a person with all that follows until the next: a result is never parted from
/// its call. Where something is left out, the model is told in a message of its own, and the caller by `omissions`.
package struct ContextPolicy: Sendable, Hashable {
    /// Tokens that prompt and answer may have together.
    package var contextTokens: Int
    /// Tokens kept free for the answer: `ChatRequest.maximumTokens`.
    package var answerTokens: Int
    /// The most tokens of one tool's result; longer ones are shortened in their middle.
    package var toolResultTokens: Int
    package var estimate: TokenEstimate

    package init(
        contextTokens: Int, answerTokens: Int = 1024, toolResultTokens: Int? = nil,
        estimate: TokenEstimate = TokenEstimate()
    ) {
        self.contextTokens = contextTokens
        self.answerTokens = answerTokens
        self.toolResultTokens = toolResultTokens ?? max(64, (contextTokens - answerTokens) / 4)
        self.estimate = estimate
    }

    /// Throws `.contextExceeded` where not even what must be sent fits.
    package func select(from entries: [ContextEntry], tools: [Tool] = []) throws(ModelError) -> ContextSelection {
        let available = contextTokens - answerTokens
        let (shortened, shortenings) = shorten(entries)
        var blocks = Block.split(shortened, estimate: estimate)
        var used = estimate.tokens(in: tools) + blocks.filter(\.isRequired).reduce(0) { $0 + $1.tokens }
        if used > available { throw tooMuch(used, available) }

        let optional = blocks.indices.filter { !blocks[$0].isRequired }
        let needed = optional.reduce(0) { $0 + blocks[$1].tokens }
        if used + needed > available {
            // The note that tells the model needs room as well.
            used += estimate.tokens(in: Self.note(shortened.count))
            for index in optional.reversed() where used <= available {
                guard used + blocks[index].tokens <= available else { break }
                used += blocks[index].tokens
                blocks[index].isSent = true
            }
            if used > available { throw tooMuch(used, available) }
        } else {
            used += needed
            for index in optional { blocks[index].isSent = true }
        }
        return selection(blocks, shortened, shortenings, used: used, available: available)
    }

    private func selection(
        _ blocks: [Block], _ entries: [ContextEntry], _ shortenings: [ContextSelection.Omission], used: Int,
        available: Int
    ) -> ContextSelection {
        let left = blocks.filter { !$0.isSent }.map(\.range)
        let sent = blocks.filter(\.isSent).flatMap { entries[$0.range] }.map(\.message)
        var messages = sent
        let missing = left.reduce(0) { $0 + $1.count }
        if missing > 0 {
            messages.insert(Self.note(missing), at: sent.prefix { $0.isSystem }.count)
        }
        let stillSent = shortenings.filter { omission in
            guard case .shortened(let place, _, _) = omission else { return true }
            return !left.contains { $0.contains(place) }
        }
        let omissions = (left.map { ContextSelection.Omission.messages($0) } + stillSent).sorted { $0.place < $1.place }
        return ContextSelection(
            messages: messages, omissions: omissions, estimatedTokens: used, availableTokens: available)
    }

    private static func note(_ count: Int) -> ChatMessage {
        .system("(\(count) earlier messages of this conversation are not shown.)")
    }

    private func tooMuch(_ needed: Int, _ available: Int) -> ModelError {
        ModelError(
            .contextExceeded,
            "what must be sent to the model is about \(needed) tokens, and there is room for \(max(0, available))",
            hints: ["Send a shorter message, offer fewer tools, or give the model a larger context."])
    }
}

extension ContextSelection.Omission {
    fileprivate var place: Int {
        switch self {
        case .messages(let range): range.lowerBound
        case .shortened(let place, _, _): place
        }
    }
}
