import Synchronization

/// Returns never, and throws when the task is cancelled.
func waitForCancellation() async throws {
    while true { try await Task.sleep(for: .seconds(86_400)) }
}

/// A time until which something must be done; progress puts it off, up to a ceiling.
final class Deadline: Sendable {
    private let step: Duration
    private let ceiling: ContinuousClock.Instant
    private let state: Mutex<ContinuousClock.Instant>

    init(after step: Duration, ceiling: Duration, from now: ContinuousClock.Instant = .now) {
        self.step = step
        self.ceiling = now + max(step, ceiling)
        state = Mutex(now + step)
    }

    var end: ContinuousClock.Instant { state.withLock { $0 } }

    func putOff(at now: ContinuousClock.Instant = .now) {
        let later = min(now + step, ceiling)
        state.withLock { $0 = max($0, later) }
    }

    /// Runs `body`; at the deadline it is cancelled, and `late` is thrown.
    func limit<Value: Sendable>(
        late: @autoclosure @Sendable () -> MCPError, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                while case let end = self.end, ContinuousClock.now < end {
                    try await Task.sleep(until: end, clock: .continuous)
                }
                return nil
            }
            defer { group.cancelAll() }
            // Both children end in a value or throw, so there is a first.
            guard let value = try await group.next() ?? nil else { throw late() }
            return value
        }
    }
}
