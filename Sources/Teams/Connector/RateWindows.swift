/// Several limits of how much may happen in a time, held all at once: sliding windows.
struct RateWindows {
    struct Limit: Sendable {
        var count: Int
        var window: Duration
    }

    /// Of a bot in one conversation: sending.
    static let sending = [
        Limit(count: 7, window: .seconds(1)), Limit(count: 8, window: .seconds(2)),
        Limit(count: 60, window: .seconds(30)), Limit(count: 1800, window: .seconds(3600)),
    ]
    /// Of a bot in one conversation: asking for members.
    static let reading = [
        Limit(count: 14, window: .seconds(1)), Limit(count: 16, window: .seconds(2)),
        Limit(count: 120, window: .seconds(30)), Limit(count: 3600, window: .seconds(3600)),
    ]
    /// Of an app in one tenant: everything.
    static let tenant = [Limit(count: 50, window: .seconds(1))]

    private let limits: [Limit]
    /// When something happened, oldest first; no more than the largest limit counts.
    private var times: [Duration] = []

    init(_ limits: [Limit]) { self.limits = limits }

    /// How long to wait until one more is within every limit; zero when it may happen now.
    func delay(at now: Duration) -> Duration {
        limits.map { limit in
            guard times.count >= limit.count else { return .zero }
            return max(.zero, times[times.count - limit.count] + limit.window - now)
        }.max() ?? .zero
    }

    mutating func record(at now: Duration) {
        times.append(now)
        let longest = limits.map(\.window).max() ?? .zero
        let most = limits.map(\.count).max() ?? 0
        let stale = max(times.prefix { $0 + longest <= now }.count, times.count - most)
        times.removeFirst(stale)
    }

    /// True when nothing of it counts any more.
    func isIdle(at now: Duration) -> Bool {
        guard let last = times.last, let longest = limits.map(\.window).max() else { return true }
        return last + longest <= now
    }
}
