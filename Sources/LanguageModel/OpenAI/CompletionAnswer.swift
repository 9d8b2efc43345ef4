/// An answer of `POST /chat/completions` as it comes together.
struct CompletionAnswer {
    private var builder: ReplyBuilder
    private var calls = CallAssembler()
    private var usage = ChatReply.Usage()
    private var reason: String?

    init(subject: String, request: ChatRequest, limit: Int) {
        builder = ReplyBuilder(subject: subject, request: request, limit: limit)
    }

    /// The calls come at the end, when they are whole.
    mutating func add(_ chunk: CompletionChunk) throws(ModelError) -> [ChatDelta] {
        if let counted = chunk.usage {
            usage = .init(prompt: counted.prompt_tokens, answer: counted.completion_tokens)
        }
        guard let choice = chunk.choices.first else { return [] }
        reason = choice.finish_reason ?? reason
        var deltas: [ChatDelta] = []
        if let delta = try builder.add(reasoning: choice.delta?.reasoning_content) { deltas.append(delta) }
        if let delta = try builder.add(text: choice.delta?.content) { deltas.append(delta) }
        for piece in choice.delta?.tool_calls ?? [] { try builder.grow(by: calls.add(piece)) }
        return deltas
    }

    /// Nil where the server has not said why the answer ended: then it was cut.
    mutating func finished() throws(ModelError) -> (ChatReply, [ChatDelta])? {
        guard let reason else { return nil }
        var deltas: [ChatDelta] = []
        for call in calls.finished() { deltas.append(try builder.add(call)) }
        return (builder.reply(reason: reason, usage: usage), deltas)
    }
}
