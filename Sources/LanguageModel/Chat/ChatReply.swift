/// A complete answer.
package struct ChatReply: Sendable, Hashable {
    package enum End: Sendable, Hashable {
        /// The model was done, with its text or with its calls.
        case finished
        /// The answer is cut: it has as many tokens as were allowed.
        case tokenLimit
        /// The answer is cut: the window of the model is full.
        case contextFull
        /// The server's own word for anything else.
        case other(String)
    }

    /// As the server counted; nil where it does not say.
    package struct Usage: Sendable, Hashable {
        package var prompt: Int?
        package var answer: Int?
    }

    package let text: String
    package let reasoning: String
    package let calls: [ToolCall]
    package let end: End
    package let usage: Usage
    /// UTF-8 bytes of what was sent for the model to read, to be compared with `usage.prompt`.
    package let promptBytes: Int

    /// For the conversation that goes on.
    package var message: ChatMessage { .assistant(text, calls: calls) }

    /// The server counted so few tokens that it can hardly have read all it was sent: it dropped part of it in silence,
    /// as Ollama does when it is too old to know `truncate` and `shift`. No tokenizer gets 12 bytes of speech or JSON
    /// into a token; short prompts say nothing. A server that does not count what it has cached looks the same.
    package var promptSeemsCut: Bool {
        guard let counted = usage.prompt, counted > 0, promptBytes > 2048 else { return false }
        return promptBytes / counted >= 12
    }
}
