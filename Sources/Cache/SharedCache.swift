import Synchronization

/// Values and limits that replicas share through a Redis, or that one process keeps in memory where there is none.
///
/// The Redis may vanish and come back at any time: no call fails by it or waits long, each is then answered from memory.
/// What is put in meanwhile stays in memory until it expires, and goes before what a Redis that comes back still knows.
/// Memory is bounded: the oldest goes first.
package final class SharedCache: Sendable {
    /// Larger values are not kept.
    package static let largestValue = 1 << 20

    private let link: RedisLink?
    private let values: Mutex<MemoryValues>
    let allowances: Mutex<MemoryAllowances>

    /// - Parameters:
    ///   - redis: nil for memory alone.
    ///   - patience: for each step of a call to the Redis.
    ///   - memory: bytes of keys and values.
    package init(redis: RedisAddress? = nil, patience: Duration = .milliseconds(250), memory: Int = 16 << 20) {
        link = redis.map { RedisLink($0, patience: patience) }
        values = Mutex(MemoryValues(limit: memory))
        allowances = Mutex(MemoryAllowances())
    }

    /// Nil where there is none, or where it has expired.
    package func value(for key: CacheKey) async -> [UInt8]? {
        if let value = values.withLock({ $0.value(for: key.text, at: .now) }) { return value }
        guard case .bytes(let value) = await ask(RedisCommand("GET", key.text)) else { return nil }
        return value
    }

    /// - Parameter lifetime: from now on; one below a millisecond only removes what was there.
    package func set(_ value: [UInt8], for key: CacheKey, expires lifetime: Duration) async {
        guard value.count <= Self.largestValue, lifetime >= .milliseconds(1) else { return await remove(key) }
        let milliseconds = "\(Int(lifetime / .milliseconds(1)))"
        let command = RedisCommand("SET", [Array(key.text.utf8), value, Array("PX".utf8), Array(milliseconds.utf8)])
        let isShared = await ask(command) != nil
        values.withLock {
            if isShared { $0.remove(key.text) } else { $0.set(value, for: key.text, until: .now + lifetime) }
        }
    }

    /// A Redis that is away keeps the value until it expires.
    package func remove(_ key: CacheKey) async {
        values.withLock { $0.remove(key.text) }
        _ = await ask(RedisCommand("DEL", key.text))
    }

    /// Whether a Redis answers just now; false without one.
    package func isShared() async -> Bool { await ask(RedisCommand("PING")) != nil }

    /// Nil where no Redis has answered.
    func ask(_ command: RedisCommand) async -> RedisReply? { try? await link?.ask(command) }
}
