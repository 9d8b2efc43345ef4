import Foundation
import JSONValues

extension OpenAICompatible {
    package func chat(
        _ request: ChatRequest, receive: @escaping @Sendable (ChatDelta) async throws -> Void
    ) async throws -> ChatReply {
        let patience = endpoint.patience
        return try await endpoint.exchange(
            "/chat/completions", Self.body(of: request), about: request.model, whole: .wholeAnswer,
            within: patience.wholeAnswer, shortest: min(patience.firstToken, patience.nextToken)
        ) { response, watchdog in
            var lines = AnswerLines(of: response, endpoint: endpoint, about: request.model)
            var events = ServerSentEvents(limit: AnswerLines.limit)
            var answer = CompletionAnswer(subject: request.model, request: request, limit: maximumReplyBytes)
            while let line = try await lines.next() {
                guard let event = try event(of: line, in: &events, about: request.model) else { continue }
                if event.data.elementsEqual("[DONE]".utf8) { break }
                let chunk = try chunk(event, about: request.model)
                let deltas = try answer.add(chunk)
                // Comments and pieces without content are no sign of life, or a model could be silent for ever.
                guard !deltas.isEmpty || chunk.hasPieceOfCall else { continue }
                watchdog.pause()
                for delta in deltas { try await receive(delta) }
                watchdog.expect(.nextToken, within: patience.nextToken)
            }
            guard let (reply, calls) = try answer.finished() else { throw endpoint.cut(request.model) }
            watchdog.pause()
            for call in calls { try await receive(call) }
            return reply
        }
    }

    private func event(
        of line: ArraySlice<UInt8>, in events: inout ServerSentEvents, about model: String
    ) throws(ModelError) -> ServerSentEvent? {
        do { return try events.take(line) } catch { throw endpoint.tooLong(model) }
    }

    private func chunk(_ event: ServerSentEvent, about model: String) throws(ModelError) -> CompletionChunk {
        let data = Data(event.data)
        if let value = try? JSON(parsing: data) {
            let complaint = event.name == "error" ? Complaint(error: value) : Complaint(in: value)
            if let complaint { throw endpoint.interruption(complaint, about: model) }
        }
        return try endpoint.decode(CompletionChunk.self, from: data, about: model)
    }

    static func body(of request: ChatRequest) -> JSON {
        var body: [String: JSON] = [
            "model": .string(request.model), "stream": true, "stream_options": ["include_usage": true],
            "messages": .array(request.messages.map(wire)), "max_tokens": .integer(request.maximumTokens),
        ]
        body["temperature"] = request.temperature.map { .number($0) }
        body["seed"] = request.seed.map { .integer($0) }
        if !request.stop.isEmpty { body["stop"] = .array(request.stop.map { .string($0) }) }
        if !request.tools.isEmpty { body["tools"] = .array(request.tools.map(\.wire)) }
        if let schema = request.format {
            body["response_format"] = [
                "type": "json_schema", "json_schema": ["name": "answer", "strict": true, "schema": schema],
            ]
        }
        // Not of the protocol: llama.cpp and vLLM pass it on to the template of a model that thinks.
        if let thinks = request.thinks { body["chat_template_kwargs"] = ["enable_thinking": .boolean(thinks)] }
        return .object(body)
    }

    private static func wire(_ message: ChatMessage) -> JSON {
        switch message {
        case .system(let text): ["role": "system", "content": .string(text)]
        case .user(let text): ["role": "user", "content": .string(text)]
        case .assistant(let text, let calls) where calls.isEmpty: ["role": "assistant", "content": .string(text)]
        case .assistant(let text, let calls):
            [
                "role": "assistant", "content": text.isEmpty ? .null : .string(text),
                "tool_calls": .array(
                    calls.map {
                        [
                            "id": .string($0.id), "type": "function",
                            "function": ["name": .string($0.name), "arguments": .string($0.argumentsObject.text)],
                        ]
                    }),
            ]
        case .tool(let text, let call): ["role": "tool", "content": .string(text), "tool_call_id": .string(call.id)]
        }
    }
}
