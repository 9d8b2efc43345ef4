extension SharedCache {
    /// Counts one event for all of the limits, over all replicas, or for none of them where one is used up.
    ///
    /// While no Redis answers, each replica counts for itself, from what it has admitted before.
    package func admit(_ limits: RateLimit...) async -> Admission { await admit(limits) }

    package func admit(_ limits: [RateLimit]) async -> Admission {
        let intervals = limits.flatMap { ["\($0.interval.microseconds)", "\($0.window.microseconds)"] }
        let words = [Self.script, "\(limits.count)"] + limits.map(\.key) + intervals
        guard case .integer(let wait) = await ask(RedisCommand("EVAL", words.map { Array($0.utf8) })) else {
            return allowances.withLock { $0.admit(limits, at: .now) }
        }
        guard wait <= 0 else { return .refused(retryAfter: .microseconds(wait)) }
        // So that a Redis that vanishes gives nobody a fresh allowance.
        allowances.withLock { _ = $0.admit(limits, at: .now) }
        return .admitted
    }

    /// The same as `MemoryAllowances`, by the clock of the Redis, which all replicas share. Answers the time to wait in
    /// microseconds; 0 is admitted.
    private static let script = """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local wait = 0
        local ends = {}
        for i, key in ipairs(KEYS) do
            local busy = math.max(ends[key] or tonumber(redis.call('GET', key) or now), now) + ARGV[2 * i - 1]
            ends[key] = busy
            wait = math.max(wait, busy - now - ARGV[2 * i])
        end
        if wait > 0 then return math.ceil(wait) end
        for key, busy in pairs(ends) do
            redis.call('SET', key, string.format('%.0f', busy), 'PX', math.ceil((busy - now) / 1000))
        end
        return 0
        """
}

extension Duration {
    fileprivate var microseconds: Int { Int(self / .microseconds(1)) }
}
