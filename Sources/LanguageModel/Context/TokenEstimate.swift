/// How many tokens a text is, before a server has counted them: from its bytes, on the careful side.
///
/// English prose has about 4.5 bytes a token, German and JSON about 3, identifiers and digits down to 1. What servers
/// count teaches it; it never becomes more hopeful than it began.
package struct TokenEstimate: Sendable, Hashable {
    package static let initialTokensPerByte = 1 / 3.0
    /// Tokens that a template puts around each message.
    static let perMessage = 8

    /// Between the initial value and 1: no tokenizer in use makes more tokens than bytes.
    package private(set) var tokensPerByte = Self.initialTokensPerByte

    package init() {}

    package func tokens(in message: ChatMessage) -> Int { tokens(bytes: message.size) + Self.perMessage }

    package func tokens(in tools: [Tool]) -> Int { tools.reduce(0) { $0 + tokens(bytes: $1.wire.text.utf8.count) } }

    func tokens(bytes: Int) -> Int { Int((Double(bytes) * tokensPerByte).rounded(.up)) }

    func bytes(tokens: Int) -> Int { Int(Double(tokens) / tokensPerByte) }

    /// Learns from what the server counted: at once where it was more than thought, slowly where it was less.
    /// Short prompts teach nothing, as the template is most of them.
    package mutating func learn(from reply: ChatReply) {
        guard let counted = reply.usage.prompt, reply.promptBytes >= 512, !reply.promptSeemsCut else { return }
        let observed = Double(counted) / Double(reply.promptBytes)
        let next = observed > tokensPerByte ? observed : tokensPerByte + (observed - tokensPerByte) / 10
        tokensPerByte = min(1, max(Self.initialTokensPerByte, next))
    }
}
