import Foundation

/// A server that speaks OpenAI's protocol: llama.cpp, vLLM, LM Studio, and Ollama's `/v1`. It fetches no models.
package struct OpenAICompatible: ModelServer {
    /// Tokens that prompt and answer may have together; nil takes what the server says of its model, if it does.
    package var contextTokens: Int?
    /// What the models there can do: the protocol has no way to ask.
    package var capabilities: Set<ModelDescription.Capability>
    /// The longest answer accepted, in bytes, whatever the server says of tokens.
    package var maximumReplyBytes = 1 << 20
    let endpoint: Endpoint

    package var address: String { endpoint.address }

    /// `address` with the protocol's version, as in `http://127.0.0.1:8080/v1`; `key` is sent as bearer token.
    package init(
        address: String, key: String? = nil, contextTokens: Int? = nil,
        capabilities: Set<ModelDescription.Capability> = [.chat, .embedding, .tools],
        patience: Patience = Patience(), clock: any Clock<Duration> = ContinuousClock()
    ) {
        endpoint = Endpoint(address: address, token: key, patience: patience, clock: clock)
        self.contextTokens = contextTokens
        self.capabilities = capabilities
    }
}

extension OpenAICompatible {
    private struct Models: Decodable, Sendable {
        struct Model: Decodable, Sendable {
            struct Meta: Decodable, Sendable {
                var n_ctx: Int?
                var n_ctx_train: Int?
                var n_embd: Int?
            }
            var id: String
            /// vLLM says so.
            var max_model_len: Int?
            /// llama.cpp's server says so.
            var meta: Meta?
        }
        var data: [Model]
    }

    package func models() async throws -> [InstalledModel] {
        let answer = try await endpoint.ask("/models", about: "its models", as: Models.self)
        return answer.data.map { InstalledModel(name: $0.id, digest: nil, size: nil) }
    }

    package func describe(_ model: String) async throws -> ModelDescription {
        let answer = try await endpoint.ask("/models", about: model, as: Models.self)
        guard let found = answer.data.first(where: { $0.id == model }) else { throw endpoint.missing(model) }
        let served = found.max_model_len ?? found.meta?.n_ctx ?? found.meta?.n_ctx_train
        return ModelDescription(
            name: model, capabilities: capabilities,
            contextTokens: [contextTokens, served].compactMap(\.self).min(), dimensions: found.meta?.n_embd)
    }

    package func ensure(
        _ model: String, progress: @escaping @Sendable (PullProgress) async throws -> Void
    ) async throws {
        _ = try await describe(model)
    }

    package func embed(_ texts: [String], model: String) async throws -> Embeddings {
        struct Answer: Decodable, Sendable {
            struct Vector: Decodable, Sendable {
                var index: Int
                var embedding: [Float]
            }
            struct Usage: Decodable, Sendable {
                var prompt_tokens: Int?
            }
            var data: [Vector]
            var usage: Usage?
        }
        if texts.isEmpty { return try Embeddings(model: model, vectors: [], texts: 0, tokens: 0, from: address) }
        let answer = try await endpoint.ask(
            "/embeddings",
            [
                "model": .string(model), "input": .array(texts.map { .string($0) }), "encoding_format": "float",
            ],
            about: model, wait: .embedding, within: endpoint.patience.embedding, as: Answer.self)
        let vectors = answer.data.sorted { $0.index < $1.index }
        guard vectors.map(\.index) == Array(texts.indices) else {
            throw ModelError(.nonsense, "\(model) at \(address) gave \(vectors.count) vectors for \(texts.count) texts")
        }
        return try Embeddings(
            model: model, vectors: vectors.map(\.embedding), texts: texts.count, tokens: answer.usage?.prompt_tokens,
            from: address)
    }

    package func probe(_ use: ModelUse, within limit: Duration) async throws -> ModelProbe {
        try await provingFunction(use, within: limit, clock: endpoint.clock)
    }
}
