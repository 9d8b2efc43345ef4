/// How far each limit is used up, in memory.
///
/// Kept is only the instant until which a limit would be busy if its events had come evenly (the generic cell rate
/// algorithm): whoever is ahead of now by more than the window has used it up.
struct MemoryAllowances {
    /// More limits than this are not kept; then those that are used up least go first.
    private static let largestCount = 50_000

    private var busyUntil: [String: ContinuousClock.Instant] = [:]

    var count: Int { busyUntil.count }

    /// Counts one event for all of the limits, or for none where one of them is used up.
    mutating func admit(_ limits: [RateLimit], at now: ContinuousClock.Instant) -> Admission {
        var next: [String: ContinuousClock.Instant] = [:]
        var wait = Duration.zero
        for limit in limits {
            let end = max(next[limit.key] ?? busyUntil[limit.key] ?? now, now) + limit.interval
            next[limit.key] = end
            wait = max(wait, end - now - limit.window)
        }
        guard wait <= .zero else { return .refused(retryAfter: wait) }
        busyUntil.merge(next) { _, new in new }
        if busyUntil.count > Self.largestCount { shrink(at: now) }
        return .admitted
    }

    /// To half, so that it is done rarely.
    private mutating func shrink(at now: ContinuousClock.Instant) {
        busyUntil = busyUntil.filter { $0.value > now }
        guard busyUntil.count > Self.largestCount / 2 else { return }
        let kept = busyUntil.sorted { $0.value > $1.value }.prefix(Self.largestCount / 2)
        busyUntil = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
}
