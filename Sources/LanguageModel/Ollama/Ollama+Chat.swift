import JSONValues

extension Ollama {
    package func chat(
        _ request: ChatRequest, receive: @escaping @Sendable (ChatDelta) async throws -> Void
    ) async throws -> ChatReply {
        try await withModel(request.model, progress: { try await receive(.pulling($0)) }) {
            try await answer(request, receive: receive)
        }
    }

    private func answer(
        _ request: ChatRequest, receive: @escaping @Sendable (ChatDelta) async throws -> Void
    ) async throws -> ChatReply {
        let patience = endpoint.patience
        return try await endpoint.exchange(
            "/api/chat", body(of: request), about: request.model, whole: .wholeAnswer, within: patience.wholeAnswer,
            shortest: min(patience.firstToken, patience.nextToken)
        ) { response, watchdog in
            var lines = AnswerLines(of: response, endpoint: endpoint, about: request.model)
            var builder = ReplyBuilder(subject: request.model, request: request, limit: maximumReplyBytes)
            while let line = try await lines.next() {
                guard !line.isEmpty else { continue }
                let chunk = try streamed(ChatChunk.self, line, about: request.model) {
                    endpoint.interruption($0, about: request.model)
                }
                let deltas = try builder.add(chunk)
                // Lines without content are no sign of life, or a model could be silent for ever.
                if !deltas.isEmpty {
                    watchdog.pause()
                    for delta in deltas { try await receive(delta) }
                    watchdog.expect(.nextToken, within: patience.nextToken)
                }
                if chunk.done { return builder.reply(reason: chunk.done_reason ?? "stop", usage: chunk.usage) }
            }
            throw endpoint.cut(request.model)
        }
    }

    /// `truncate` and `shift` keep the server from leaving out part of a long conversation in silence: with them it
    /// refuses (HTTP 400), and stops the answer where the window is full. Older ones do not know the fields.
    func body(of request: ChatRequest) -> JSON {
        var options: [String: JSON] = [
            "num_ctx": .integer(contextTokens), "num_predict": .integer(request.maximumTokens),
        ]
        options["temperature"] = request.temperature.map { .number($0) }
        options["seed"] = request.seed.map { .integer($0) }
        if !request.stop.isEmpty { options["stop"] = .array(request.stop.map { .string($0) }) }
        var body: [String: JSON] = [
            "model": .string(request.model), "stream": true, "truncate": false, "shift": false,
            "messages": .array(request.messages.map(Self.wire)), "options": .object(options),
        ]
        if !request.tools.isEmpty { body["tools"] = .array(request.tools.map(\.wire)) }
        body["format"] = request.format
        body["think"] = request.thinks.map { .boolean($0) }
        body["keep_alive"] = keepAliveValue
        return .object(body)
    }

    /// Text without unit is refused by the server: "-1" and "300" are numbers of seconds.
    var keepAliveValue: JSON? {
        keepAlive.map { text in Int(text).map { .integer($0) } ?? .string(text) }
    }

    private static func wire(_ message: ChatMessage) -> JSON {
        switch message {
        case .system(let text): ["role": "system", "content": .string(text)]
        case .user(let text): ["role": "user", "content": .string(text)]
        case .assistant(let text, let calls) where calls.isEmpty: ["role": "assistant", "content": .string(text)]
        case .assistant(let text, let calls):
            [
                "role": "assistant", "content": .string(text),
                "tool_calls": .array(
                    calls.map {
                        [
                            "id": .string($0.id),
                            "function": ["name": .string($0.name), "arguments": $0.argumentsObject],
                        ]
                    }),
            ]
        case .tool(let text, let call):
            [
                "role": "tool", "content": .string(text), "tool_name": .string(call.name),
                "tool_call_id": .string(call.id),
            ]
        }
    }
}

extension ReplyBuilder {
    fileprivate mutating func add(_ chunk: ChatChunk) throws -> [ChatDelta] {
        var deltas = [try add(reasoning: chunk.message?.thinking), try add(text: chunk.message?.content)]
            .compactMap(\.self)
        for call in chunk.message?.tool_calls ?? [] {
            deltas.append(try add(call.toolCall(number: calls.count + 1)))
        }
        return deltas
    }
}
