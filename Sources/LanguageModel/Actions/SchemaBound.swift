import JSONValues

/// Stands before a server whose model has no tool calls, and gives it some: by `ActionSchema`.
///
/// A request without tools passes unchanged. The text of an answer comes in one piece, when its action is whole. A reply
/// that is no action is reported as `.rejected`, and the model is told why and asked again, `attempts` times in all.
package struct SchemaBound: ModelServer {
    package let server: any ModelServer
    /// At least 1.
    package let attempts: Int

    package var address: String { server.address }

    package init(server: any ModelServer, attempts: Int = 2) {
        self.server = server
        self.attempts = max(1, attempts)
    }

    package func chat(
        _ request: ChatRequest, receive: @escaping @Sendable (ChatDelta) async throws -> Void
    ) async throws -> ChatReply {
        if request.tools.isEmpty { return try await server.chat(request, receive: receive) }
        let actions = ActionSchema(tools: request.tools)
        var bound = actions.bind(request)
        var attempt = 1
        while true {
            let reply = try await server.chat(bound) { delta in
                // The text is half an action until it is whole.
                if case .text = delta { return }
                try await receive(delta)
            }
            do {
                let result = try reply.acting(actions.action(in: reply))
                for call in result.calls { try await receive(.call(call)) }
                if !result.text.isEmpty { try await receive(.text(result.text)) }
                return result
            } catch let error as ModelError where error.reason == .invalidAction && attempt < attempts {
                try await receive(.rejected(reply.text, because: error))
                bound.messages += [.assistant(reply.text), .user("\(error.summary). Reply with one action.")]
                attempt += 1
            }
        }
    }

    package func embed(_ texts: [String], model: String) async throws -> Embeddings {
        try await server.embed(texts, model: model)
    }

    package func models() async throws -> [InstalledModel] { try await server.models() }

    /// With tools, whatever the server says: they are what this is for.
    package func describe(_ model: String) async throws -> ModelDescription {
        let description = try await server.describe(model)
        return ModelDescription(
            name: description.name, capabilities: description.capabilities.union([.tools]),
            contextTokens: description.contextTokens, dimensions: description.dimensions)
    }

    package func ensure(
        _ model: String, progress: @escaping @Sendable (PullProgress) async throws -> Void
    ) async throws {
        try await server.ensure(model, progress: progress)
    }

    package func probe(_ use: ModelUse, within limit: Duration) async throws -> ModelProbe {
        try await server.probe(use, within: limit)
    }
}

extension ActionSchema {
    /// The action of a reply. One that was cut is none, even where its text is an action by chance.
    fileprivate func action(in reply: ChatReply) throws(ModelError) -> Action {
        switch reply.end {
        case .finished: return try parse(reply.text)
        case .tokenLimit, .contextFull, .other:
            throw ModelError(
                .invalidAction, "what the model wrote is no action: it was cut before its end",
                hints: ["Allow more tokens, or send less of the conversation."])
        }
    }

    /// The request as one without tools: they are in its schema, and earlier calls are in its text.
    fileprivate func bind(_ request: ChatRequest) -> ChatRequest {
        var bound = request
        bound.tools = []
        bound.format = schema
        let system = request.messages.prefix { $0.isSystem }.map(\.text) + [instructions]
        let rest = request.messages.drop { $0.isSystem }.map(rewritten)
        // One system message: templates of small models know no second.
        bound.messages = [.system(system.joined(separator: "\n\n"))] + rest
        return bound
    }

    private func rewritten(_ message: ChatMessage) -> ChatMessage {
        switch message {
        case .system, .user: return message
        case .assistant(let text, let calls) where calls.isEmpty:
            let action: JSON = ["action": .string(answerName), "text": .string(text)]
            return .assistant(action.text)
        case .assistant(_, let calls):
            let actions = calls.map { call -> String in
                let action: JSON = ["action": .string(call.name), "arguments": call.argumentsObject]
                return action.text
            }
            return .assistant(actions.joined(separator: "\n"))
        case .tool(let text, let call):
            // Quoted as JSON, so that no result can pass for words of the person.
            let result: JSON = ["result": .string(text), "tool": .string(call.name)]
            return .user(result.text)
        }
    }
}

extension ChatReply {
    /// This reply with an action in place of its text.
    fileprivate func acting(_ action: ActionSchema.Action) -> ChatReply {
        var text = ""
        var calls: [ToolCall] = []
        switch action {
        case .answer(let words): text = words
        case .call(let name, let arguments): calls = [ToolCall(id: "call_1", name: name, arguments: arguments)]
        }
        return ChatReply(
            text: text, reasoning: reasoning, calls: calls, end: end, usage: usage, promptBytes: promptBytes)
    }
}
