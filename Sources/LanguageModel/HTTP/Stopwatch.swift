/// The time since it was made, by any clock.
struct Stopwatch: Sendable {
    let elapsed: @Sendable () -> Duration
    let sleep: @Sendable (Duration) async throws -> Void

    init<C: Clock<Duration>>(_ clock: C) {
        let began = clock.now
        elapsed = { began.duration(to: clock.now) }
        sleep = { try await clock.sleep(for: $0) }
    }
}
