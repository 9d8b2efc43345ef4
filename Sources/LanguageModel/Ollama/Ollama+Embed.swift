import JSONValues

extension Ollama {
    package func embed(_ texts: [String], model: String) async throws -> Embeddings {
        struct Answer: Decodable, Sendable {
            var embeddings: [[Float]]
            var prompt_eval_count: Int?
        }
        if texts.isEmpty { return try Embeddings(model: model, vectors: [], texts: 0, tokens: 0, from: address) }
        var body: [String: JSON] = [
            "model": .string(model), "input": .array(texts.map { .string($0) }), "truncate": false,
        ]
        body["keep_alive"] = keepAliveValue
        let request = JSON.object(body)
        let answer = try await withModel(model, progress: { _ in }) {
            try await endpoint.ask(
                "/api/embed", request, about: model, wait: .embedding, within: endpoint.patience.embedding,
                as: Answer.self)
        }
        return try Embeddings(
            model: model, vectors: answer.embeddings, texts: texts.count, tokens: answer.prompt_eval_count,
            from: address)
    }

    package func probe(_ use: ModelUse, within limit: Duration) async throws -> ModelProbe {
        var server = self
        server.pullsMissingModels = false
        return try await server.provingFunction(use, within: limit, clock: endpoint.clock)
    }
}
