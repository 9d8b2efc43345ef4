/// A server that speaks Ollama's own protocol (docs/api.md and api/types.go of github.com/ollama/ollama, August 2026).
package struct Ollama: ModelServer {
    /// Tokens that prompt and answer may have together. Sent with each request: the server's own default depends on its
    /// machine, and another value makes it load the model anew. A model trained with fewer gets fewer.
    package var contextTokens: Int
    /// How long the server keeps a model in memory after its last use, as Ollama writes it: "5m", "-1" for ever.
    package var keepAlive: String?
    /// Whether `chat` and `embed` fetch a model that is missing, and then go on.
    package var pullsMissingModels = true
    /// The longest answer accepted, in bytes, whatever the server says of tokens.
    package var maximumReplyBytes = 1 << 20
    let endpoint: Endpoint

    package var address: String { endpoint.address }

    /// `address` as in `http://127.0.0.1:11434`; `token` for a proxy that wants one.
    package init(
        address: String, contextTokens: Int = 8192, keepAlive: String? = nil, token: String? = nil,
        patience: Patience = Patience(), clock: any Clock<Duration> = ContinuousClock()
    ) {
        endpoint = Endpoint(address: address, token: token, patience: patience, clock: clock)
        self.contextTokens = contextTokens
        self.keepAlive = keepAlive
    }

    /// Runs `body`; when the model turns out to be missing, has it fetched and runs `body` once more.
    func withModel<Value>(
        _ model: String, progress: @escaping @Sendable (PullProgress) async throws -> Void,
        _ body: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await body()
        } catch let error as ModelError where error.reason == .missingModel && pullsMissingModels {
            try await pull(model, progress: progress)
            return try await body()
        }
    }
}
