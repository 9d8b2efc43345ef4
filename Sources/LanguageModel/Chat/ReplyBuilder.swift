/// Puts an answer together from its pieces, and bounds it.
struct ReplyBuilder {
    let subject: String
    let request: ChatRequest
    /// UTF-8 bytes of text, reasoning and arguments.
    let limit: Int
    private(set) var calls: [ToolCall] = []
    private var text = ""
    private var reasoning = ""
    private var size = 0

    init(subject: String, request: ChatRequest, limit: Int) {
        self.subject = subject
        self.request = request
        self.limit = limit
    }

    /// Nil for a piece without content.
    mutating func add(text piece: String?) throws(ModelError) -> ChatDelta? {
        guard let piece, !piece.isEmpty else { return nil }
        try grow(by: piece.utf8.count)
        text += piece
        return .text(piece)
    }

    mutating func add(reasoning piece: String?) throws(ModelError) -> ChatDelta? {
        guard let piece, !piece.isEmpty else { return nil }
        try grow(by: piece.utf8.count)
        reasoning += piece
        return .reasoning(piece)
    }

    mutating func add(_ call: ToolCall) throws(ModelError) -> ChatDelta {
        try grow(by: call.size + 1)
        calls.append(call)
        return .call(call)
    }

    mutating func grow(by bytes: Int) throws(ModelError) {
        size += bytes
        if size > limit {
            throw ModelError(
                .tooLong, "the answer of \(subject) is longer than \(limit) bytes",
                hints: ["Ask for fewer tokens; a server that does not keep to that is broken."])
        }
    }

    /// `length` is said by both protocols for a cut answer, whatever cut it.
    func reply(reason: String, usage: ChatReply.Usage) -> ChatReply {
        let end: ChatReply.End =
            switch reason {
            case "stop", "tool_calls", "function_call": .finished
            case "length": (usage.answer ?? .max) < request.maximumTokens ? .contextFull : .tokenLimit
            default: .other(reason)
            }
        return ChatReply(
            text: text, reasoning: reasoning, calls: calls, end: end, usage: usage, promptBytes: request.size)
    }
}
