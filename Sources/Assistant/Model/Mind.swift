import LanguageModel
import Synchronization

/// The language model that Reva thinks with: which one, where, and how much of it.
package final class Mind: Sendable {
    package struct Options: Sendable, Hashable {
        /// Tokens of prompt and answer together, where the server does not say.
        package var contextTokens: Int
        /// The longest answer; at most a quarter of the window is kept for it.
        package var answerTokens: Int
        /// How many questions the server is asked at a time; the others wait in line.
        package var parallel: Int

        package init(contextTokens: Int = 8192, answerTokens: Int = 1024, parallel: Int = 4) {
            self.contextTokens = contextTokens
            self.answerTokens = answerTokens
            self.parallel = parallel
        }
    }

    /// What the model was asked and what it said.
    struct Thought: Sendable {
        let reply: ChatReply
        /// What of the conversation it was not shown, for people; nil for nothing.
        let omission: String?
    }

    let model: String
    private let server: any ModelServer
    private let options: Options
    private let line: FairLimit
    private let state = Mutex(State())

    private struct State {
        var prepared: Prepared?
        var estimate = TokenEstimate()
    }

    /// The server, as the model has to be asked, and its window.
    private struct Prepared: Sendable {
        let server: any ModelServer
        let contextTokens: Int
    }

    package init(server: any ModelServer, model: String, options: Options = Options()) {
        self.server = server
        self.model = model
        self.options = options
        line = FairLimit(options.parallel)
    }

    /// How many questions wait for the model.
    var waiting: Int { line.waiting }

    /// Tokens that definitions of tools may take: half of what is read. Fetches a model that is missing.
    func toolTokens(receive: @escaping @Sendable (ChatDelta) async throws -> Void) async throws -> Int {
        let window = try await prepared { try await receive(.pulling($0)) }.contextTokens
        return (window - answerTokens(of: window)) / 2
    }

    func tokens(in tools: [Tool]) -> Int { state.withLock(\.estimate).tokens(in: tools) }

    /// Asks the model when it is its turn.
    /// - Throws: `ModelError`, `CancellationError`, what `receive` throws.
    func think(
        _ entries: [ContextEntry], tools: [Tool], receive: @escaping @Sendable (ChatDelta) async throws -> Void
    ) async throws -> Thought {
        try await line.run {
            let prepared = try await prepared { try await receive(.pulling($0)) }
            let answerTokens = answerTokens(of: prepared.contextTokens)
            let policy = ContextPolicy(
                contextTokens: prepared.contextTokens, answerTokens: answerTokens,
                estimate: state.withLock(\.estimate))
            let selection = try policy.select(from: entries, tools: tools)
            var request = ChatRequest(model: model, messages: selection.messages, tools: tools)
            request.maximumTokens = answerTokens
            request.temperature = 0.2
            let reply = try await prepared.server.chat(request, receive: receive)
            state.withLock { $0.estimate.learn(from: reply) }
            return Thought(reply: reply, omission: selection.account)
        }
    }

    private func answerTokens(of window: Int) -> Int { min(options.answerTokens, window / 4) }

    /// What the model can do is asked once; a model that is missing is fetched where the server can.
    private func prepared(
        progress: @escaping @Sendable (PullProgress) async throws -> Void
    ) async throws -> Prepared {
        if let prepared = state.withLock(\.prepared) { return prepared }
        let description: ModelDescription
        do {
            description = try await server.describe(model)
        } catch let error as ModelError where error.reason == .missingModel {
            try await server.ensure(model, progress: progress)
            description = try await server.describe(model)
        }
        let prepared = Prepared(
            server: description.capabilities.contains(.tools) ? server : SchemaBound(server: server),
            contextTokens: description.contextTokens ?? options.contextTokens)
        state.withLock { $0.prepared = prepared }
        return prepared
    }
}
