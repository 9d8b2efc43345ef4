/// A server of language models: it continues conversations, calls tools and turns text into vectors.
///
/// How the parts work together: a caller keeps a conversation as `ContextEntry`s, lets a `ContextPolicy` select what fits
/// the model's window, and sends the selection by `chat`. Each piece of the answer goes to `receive` as it comes; the
/// whole of it is what `chat` returns. `Ollama` and `OpenAICompatible` speak to servers. `SchemaBound` stands before
/// one of them when the model has no tool calls. A `ToolBudget` ends a model that calls tools for ever.
///
/// Every call ends: with its answer, with a `ModelError`, or with `CancellationError` when its task is cancelled, which
/// closes the connection and so stops the model. `Patience` bounds each wait.
package protocol ModelServer: Sendable {
    /// For people and logs; without credentials.
    var address: String { get }

    /// Continues a conversation. Returns only when the server said that the answer is complete.
    ///
    /// `receive` gets each piece in order, and is never called twice at once; the server waits for it. What it throws
    /// ends the call, and is thrown. Nothing of an incomplete answer is returned, but its pieces were received.
    func chat(
        _ request: ChatRequest, receive: @escaping @Sendable (ChatDelta) async throws -> Void
    ) async throws -> ChatReply

    /// One vector for each text, in their order, all of the same length. A text longer than the model reads is refused
    /// with `.contextExceeded`, never cut.
    func embed(_ texts: [String], model: String) async throws -> Embeddings

    /// What can be used at once, in the server's order.
    func models() async throws -> [InstalledModel]

    /// What a model can do; throws `.missingModel` where the server has none of that name.
    func describe(_ model: String) async throws -> ModelDescription

    /// Makes sure that the server has the model, and has it fetched where it can. Twice is once.
    func ensure(
        _ model: String, progress: @escaping @Sendable (PullProgress) async throws -> Void
    ) async throws

    /// Whether the model works now: has it make one token or one vector. Fetches nothing; throws what is wrong.
    func probe(_ use: ModelUse, within limit: Duration) async throws -> ModelProbe
}

extension ModelServer {
    /// The answer without its pieces.
    package func chat(_ request: ChatRequest) async throws -> ChatReply {
        try await chat(request) { _ in }
    }

    package func ensure(_ model: String) async throws {
        try await ensure(model) { _ in }
    }

    /// This server where the model calls tools itself, else one that binds it to a schema.
    /// A server that does not say what its model can do is taken at its word only for what it says: no tool calls.
    package func acting(with model: String) async throws -> any ModelServer {
        try await describe(model).capabilities.contains(.tools) ? self : SchemaBound(server: self)
    }
}
