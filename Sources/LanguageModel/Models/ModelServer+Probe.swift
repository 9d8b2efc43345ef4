extension ModelServer {
    /// One token or one vector, within `limit` altogether.
    func provingFunction(
        _ use: ModelUse, within limit: Duration, clock: any Clock<Duration>
    ) async throws -> ModelProbe {
        let model =
            switch use {
            case .chat(let model), .embedding(let model): model
            }
        let stopwatch = Stopwatch(clock)
        return try await Watchdog.guarding(
            "\(model) at \(address)", clock: clock, whole: .probe, within: limit, shortest: limit
        ) { _ in
            switch use {
            case .chat(let model):
                var request = ChatRequest(model: model, messages: [.user("Say yes.")])
                request.maximumTokens = 1
                let reply = try await chat(request)
                // A model that thinks first has made its token where nobody sees it.
                guard !reply.text.isEmpty || !reply.reasoning.isEmpty || reply.usage.answer ?? 0 > 0 else {
                    throw ModelError(.nonsense, "\(model) at \(address) made no token at all")
                }
                return ModelProbe(took: stopwatch.elapsed(), dimensions: nil)
            case .embedding(let model):
                let vectors = try await embed(["yes"], model: model).vectors
                return ModelProbe(took: stopwatch.elapsed(), dimensions: vectors.first?.count)
            }
        }
    }
}
