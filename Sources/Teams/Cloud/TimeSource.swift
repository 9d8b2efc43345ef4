import Foundation

/// What time it is, and waiting for another: a parameter, so that tests need not wait.
package struct TimeSource: Sendable {
    /// The time of day, which may be set back; for what others put a date on.
    package var now: @Sendable () -> Date
    /// Time that only goes forward; for what lies between two events here.
    package var uptime: @Sendable () -> Duration
    /// - Throws: `CancellationError`.
    package var sleep: @Sendable (Duration) async throws -> Void

    package init(
        now: @escaping @Sendable () -> Date, uptime: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.uptime = uptime
        self.sleep = sleep
    }

    package static let system: TimeSource = {
        let start = ContinuousClock.now
        return TimeSource(
            now: { Date() }, uptime: { ContinuousClock.now - start }, sleep: { try await Task.sleep(for: $0) })
    }()
}
