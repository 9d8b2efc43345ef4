import Synchronization

/// Ends work that hears nothing for too long.
///
/// The work says by `expect` what it waits for and how long, by `pause` that the server is not the one to wait for.
/// Two limits hold at a time: that of the present wait, and that of the whole.
///
/// It looks as often as the shortest wait lasts. A wait that begins while it sleeps ends after it has looked again, so
/// each limit is met when it passes, without a wake-up for every token.
final class Watchdog: Sendable {
    private struct Limit {
        var wait: Patience.Wait
        var duration: Duration
        /// Counted from when the watch began.
        var end: Duration
    }

    private struct Watch {
        var whole: Limit
        var present: Limit?
    }

    private let stopwatch: Stopwatch
    private let shortest: Duration
    private let watch: Mutex<Watch>

    /// `shortest` of all waits that will be expected.
    init(clock: any Clock<Duration>, whole wait: Patience.Wait, within limit: Duration, shortest: Duration) {
        stopwatch = Stopwatch(clock)
        self.shortest = shortest
        watch = Mutex(Watch(whole: Limit(wait: wait, duration: limit, end: limit)))
    }

    func expect(_ wait: Patience.Wait, within duration: Duration) {
        let end = stopwatch.elapsed() + duration
        watch.withLock { $0.present = Limit(wait: wait, duration: duration, end: end) }
    }

    func pause() {
        watch.withLock { $0.present = nil }
    }

    /// Returns the limit that has passed. Throws only `CancellationError`.
    private func expired() async throws -> Limit {
        while true {
            let now = stopwatch.elapsed()
            let next = watch.withLock { watch in
                if let present = watch.present, present.end < watch.whole.end { present } else { watch.whole }
            }
            if next.end <= now { return next }
            try await stopwatch.sleep(min(next.end - now, shortest))
        }
    }

    /// Runs `work`, and cancels it when a limit passes: then throws `.timeout` about `subject`.
    static func guarding<Value: Sendable>(
        _ subject: String, clock: any Clock<Duration>, whole wait: Patience.Wait, within limit: Duration,
        shortest: Duration, work: @escaping @Sendable (Watchdog) async throws -> Value
    ) async throws -> Value {
        let watchdog = Watchdog(clock: clock, whole: wait, within: limit, shortest: shortest)
        return try await withThrowingTaskGroup(of: Value.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await work(watchdog) }
            group.addTask {
                let limit = try await watchdog.expired()
                throw ModelError(
                    .timeout(limit.wait),
                    "\(subject) gave no \(limit.wait.missing) within \(limit.duration.formattedSeconds)",
                    hints: ["See whether the server is busy or short of memory; its log says what it does."])
            }
            // The group has two tasks: there is a first result.
            return try await group.next()!
        }
    }
}

extension Duration {
    fileprivate var formattedSeconds: String {
        self == .seconds(1)
            ? "1 second"
            : "\(Double(components.seconds) + Double(components.attoseconds) / 1e18) seconds"
                .replacing(".0 ", with: " ")
    }
}
