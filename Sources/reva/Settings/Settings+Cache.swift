import Cache

extension Settings {
    /// Nil where no Redis is set.
    var cacheAddress: RedisAddress? { get throws { try redisURL.map { try RedisAddress($0) } } }
}
