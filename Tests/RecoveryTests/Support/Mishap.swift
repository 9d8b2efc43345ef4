import Deployment
import Synchronization

/// The n-th thing that is asked of something, and what goes wrong with it.
final class Mishap: Sendable {
    enum Kind: Sendable, CaseIterable {
        /// It is not done, and said to have failed.
        case refused
        /// It is done, and said to have failed.
        case lost
        /// It is not done, and said to be.
        case lie
        /// It does not end before it is cancelled.
        case hangs
    }

    private struct State {
        var calls = 0
        var hanging: AsyncStream<Void>.Continuation?
    }

    let kind: Kind
    private let call: Int
    private let state = Mutex(State())
    private let gate = AsyncStream<Void>.makeStream()

    /// - Parameter call: which one goes wrong, from 1; 0 for none.
    init(_ kind: Kind = .refused, at call: Int = 0) {
        (self.kind, self.call) = (kind, call)
    }

    /// How much was asked so far.
    var calls: Int { state.withLock(\.calls) }
    /// True once the call that was to go wrong has been made.
    var hasHappened: Bool { call > 0 && calls >= call }

    /// Does what is asked, or lets it go wrong.
    /// - Parameters:
    ///   - what: is named by the error.
    ///   - lie: what is answered by something that was not done.
    func meet<Value: Sendable>(
        _ what: String, pretending lie: Value, _ body: () async throws -> Value
    ) async throws -> Value {
        let isNext = state.withLock { state in
            state.calls += 1
            return state.calls == call
        }
        guard isNext else { return try await body() }
        switch kind {
        case .refused: throw DeploymentError("\(what) was refused")
        case .lost:
            _ = try await body()
            throw DeploymentError("\(what) was lost")
        case .lie: return lie
        case .hangs:
            _ = state.withLock { $0.hanging?.yield() }
            for await _ in gate.stream {}
            try Task.checkCancellation()
            throw DeploymentError("\(what) was broken off")
        }
    }

    /// Runs something, and cancels it when it hangs, as Ctrl-C does. What cannot be cancelled, such as tidying up, is ended
    /// then, as by a kill.
    func attempt<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async -> Result<Value, any Error> {
        let hanging = AsyncStream<Void>.makeStream()
        state.withLock { $0.hanging = hanging.continuation }
        let task = Task {
            let result = await Result(body)
            hanging.continuation.finish()
            return result
        }
        for await _ in hanging.stream {
            task.cancel()
            gate.continuation.finish()
        }
        return await task.value
    }
}
