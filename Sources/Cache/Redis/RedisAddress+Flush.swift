extension RedisAddress {
    /// Removes what Reva has put there, and nothing of others who share the server: all keys of this address's database
    /// that begin with `CacheKey.prefix`.
    package func flush() async throws {
        let link = RedisLink(self, patience: .seconds(5))
        var cursor = "0"
        repeat {
            let page = try await link.ask(RedisCommand("SCAN", cursor, "MATCH", CacheKey.prefix + "*", "COUNT", "1000"))
            guard case .list(let parts) = page, parts.count == 2, case .bytes(let next) = parts[0],
                case .list(let keys) = parts[1]
            else { throw RedisError("the cache at \(self) answers SCAN in a way that is not known") }
            let names = keys.compactMap { key in if case .bytes(let name) = key { name } else { nil } }
            if !names.isEmpty { _ = try await link.ask(RedisCommand("UNLINK", names)) }
            cursor = String(decoding: next, as: UTF8.self)
        } while cursor != "0"
    }
}
