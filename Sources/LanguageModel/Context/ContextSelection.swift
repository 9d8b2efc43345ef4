/// What of a conversation is sent, and what is not.
package struct ContextSelection: Sendable, Hashable {
    package enum Omission: Sendable, Hashable {
        /// These messages of the conversation were left out; they are whole turns.
        case messages(Range<Int>)
        /// The result of a tool at this place was shortened, and says so itself.
        case shortened(at: Int, fromBytes: Int, toBytes: Int)
    }

    package let messages: [ChatMessage]
    /// In the conversation's order; empty where all of it is sent as it is.
    package let omissions: [Omission]
    /// Tokens of messages and tools, as estimated.
    package let estimatedTokens: Int
    /// Tokens there are for them.
    package let availableTokens: Int

    /// For people and logs; nil where nothing is left out.
    package var account: String? {
        var messages = 0
        var results = 0
        for omission in omissions {
            switch omission {
            case .messages(let range): messages += range.count
            case .shortened: results += 1
            }
        }
        var parts: [String] = []
        if messages > 0 {
            parts.append(messages == 1 ? "1 earlier message left out" : "\(messages) earlier messages left out")
        }
        if results > 0 { parts.append(results == 1 ? "1 long result shortened" : "\(results) long results shortened") }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}
