extension InvokeAnswer {
    /// The answer of `work` when it comes in time, else `meanwhile`; then the work goes on, and `late` gets its answer.
    ///
    /// Teams waits for ten to fifteen seconds and then tells people that the app cannot be reached.
    /// - Parameters:
    ///   - limit: how long to wait.
    ///   - meanwhile: such as a card that says that it is being done.
    ///   - late: puts the answer where people see it, such as by an update of the card. Not called for one in time.
    package static func within(
        _ limit: Duration = .seconds(8), time: TimeSource = .system, meanwhile: InvokeAnswer,
        work: @escaping @Sendable () async -> InvokeAnswer, late: @escaping @Sendable (InvokeAnswer) async -> Void
    ) async -> InvokeAnswer {
        let race = Race()
        // Not a child of the request's task: it outlives the request.
        Task {
            let answer = await work()
            if await !race.end(with: answer) { await late(answer) }
        }
        let alarm = Task {
            try await time.sleep(limit)
            _ = await race.end(with: meanwhile)
        }
        defer { alarm.cancel() }
        return await race.winner
    }

    /// Which of two answers came first.
    private actor Race {
        private var first: InvokeAnswer?
        private var waiting: CheckedContinuation<InvokeAnswer, Never>?

        /// False when another one came before.
        func end(with answer: InvokeAnswer) -> Bool {
            guard first == nil else { return false }
            first = answer
            waiting?.resume(returning: answer)
            waiting = nil
            return true
        }

        var winner: InvokeAnswer {
            get async {
                if let first { return first }
                return await withCheckedContinuation { waiting = $0 }
            }
        }
    }
}
