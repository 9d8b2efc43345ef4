import Testing

@testable import Cache

@Suite struct SharedCacheTests {
    private func key(_ name: String, of person: String = "29:anna") -> CacheKey { CacheKey(of: .person(person), name) }

    /// The same of both kinds of cache.
    private func keepsValues(_ cache: SharedCache) async throws {
        let bytes = Array(UInt8.min...UInt8.max)
        #expect(await cache.value(for: key("a")) == nil)
        await cache.set(bytes, for: key("a"), expires: .seconds(3600))
        await cache.set([], for: key("b"), expires: .seconds(3600))
        #expect(await cache.value(for: key("a")) == bytes)
        #expect(await cache.value(for: key("b")) == [])
        #expect(await cache.value(for: key("a", of: "29:ben")) == nil)
        await cache.set([1], for: key("a"), expires: .seconds(3600))
        #expect(await cache.value(for: key("a")) == [1])
        await cache.remove(key("a"))
        #expect(await cache.value(for: key("a")) == nil)
        await cache.set([2], for: key("c"), expires: .milliseconds(20))
        #expect(try await eventually { await cache.value(for: key("c")) == nil })
        await cache.set([3], for: key("b"), expires: .zero)
        #expect(await cache.value(for: key("b")) == nil)
        await cache.set(Array(repeating: 0, count: SharedCache.largestValue + 1), for: key("d"), expires: .seconds(9))
        #expect(await cache.value(for: key("d")) == nil)
    }

    @Test("keeps values until they expire, in memory where there is no Redis")
    func memory() async throws {
        let cache = SharedCache()
        try await keepsValues(cache)
        #expect(await !cache.isShared())
    }

    @Test("keeps values until they expire, in a Redis for all replicas")
    func redis() async throws {
        try await RedisServer.with { server in
            let (one, other) = try (server.cache(), server.cache())
            try await keepsValues(one)
            await one.set([7], for: key("shared"), expires: .seconds(3600))
            #expect(await other.value(for: key("shared")) == [7])
            #expect(await one.isShared())
        }
    }

    @Test(
        "no person's key is another's, however they are called",
        arguments: [
            (CacheKey(of: .person("a:b"), "c"), CacheKey(of: .person("a"), "b", "c")),
            (CacheKey(of: .person("a%3Ab")), CacheKey(of: .person("a:b"))),
            (CacheKey(of: .person("everybody")), CacheKey(of: .everybody)),
            (CacheKey(of: .everybody, "x"), CacheKey(of: .person("x"))),
            // The same text for Swift, and not the same id.
            (CacheKey(of: .person("\u{E9}")), CacheKey(of: .person("e\u{301}"))),
        ])
    func keys(one: CacheKey, other: CacheKey) {
        #expect(one != other)
        #expect(one.text != other.text)
    }

    @Test("a Redis that is killed and comes back fails no call, and is used again by itself")
    func killed() async throws {
        try await RedisServer.with { server in
            let (one, other) = try (server.cache(), server.cache())
            await one.set([1], for: key("before"), expires: .seconds(3600))
            server.kill()
            #expect(await one.value(for: key("before")) == nil)
            await one.set([2], for: key("meanwhile"), expires: .seconds(3600))
            #expect(await one.value(for: key("meanwhile")) == [2])
            #expect(await other.value(for: key("meanwhile")) == nil)
            #expect(await !one.isShared())

            try await server.restart()
            #expect(try await eventually { await one.isShared() })
            #expect(try await eventually { await other.isShared() })
            #expect(await one.value(for: key("meanwhile")) == [2])
            await one.set([3], for: key("meanwhile"), expires: .seconds(3600))
            #expect(await other.value(for: key("meanwhile")) == [3])
        }
    }

    @Test("a Redis that was started anew between two calls is used at once", .timeLimit(.minutes(2)))
    func restarted() async throws {
        try await RedisServer.with { server in
            let cache = try server.cache()
            await cache.set([1], for: key("a"), expires: .seconds(3600))
            server.kill()
            try await server.restart()
            #expect(await cache.isShared())
            #expect(await cache.value(for: key("a")) == nil)
        }
    }

    @Test("a Redis that hangs holds up nobody for ever, and many at once are answered", .timeLimit(.minutes(2)))
    func hanging() async throws {
        try await RedisServer.with { server in
            let cache = SharedCache(redis: try server.address)
            await cache.set([1], for: key("a"), expires: .seconds(3600))
            server.halt()
            await withTaskGroup { group in
                for number in 0..<500 {
                    group.addTask { await cache.set([9], for: key("n\(number)"), expires: .seconds(3600)) }
                }
            }
            #expect(await cache.value(for: key("n499")) == [9])
            server.proceed()
            #expect(try await eventually { await cache.value(for: key("a")) == [1] })
        }
    }

    @Test("without the right password the memory is used, and the error keeps the secret")
    func password() async throws {
        try await RedisServer.with(password: "s3cret") { server in
            let right = try server.cache()
            #expect(await right.isShared())
            let address = try RedisAddress("redis://:wr0ng@127.0.0.1:\(server.port)")
            let wrong = SharedCache(redis: address, patience: .seconds(20))
            await wrong.set([1], for: key("a"), expires: .seconds(3600))
            #expect(await wrong.value(for: key("a")) == [1])
            #expect(await right.value(for: key("a")) == nil)
            let error = await #expect(throws: RedisError.self) { try await address.flush() }
            #expect(error?.summary.contains("refuses AUTH") == true)
            #expect(error?.summary.contains("wr0ng") == false)
        }
    }

    @Test("flushing removes all keys of Reva, and none of others on the same Redis")
    func flush() async throws {
        try await RedisServer.with { server in
            let cache = try server.cache()
            for number in 0..<1500 { await cache.set([1], for: key("\(number)"), expires: .seconds(3600)) }
            #expect(await cache.admit(RateLimit("x", count: 1, per: .seconds(3600))).isAdmitted)
            let other = try RedisConnection(server.address, patience: .seconds(20))
            try other.perform(RedisCommand("SET", "others:reva:1", "theirs"))
            try await server.address.flush()
            #expect(try other.perform(RedisCommand("DBSIZE")) == .integer(1))
            #expect(try other.perform(RedisCommand("GET", "others:reva:1")) == .bytes(Array("theirs".utf8)))
            try await server.address.flush()
            await cache.set([1], for: key("a"), expires: .seconds(3600))
            #expect(await cache.value(for: key("a")) == [1])
        }
    }

    @Test("a Redis that is away when it should be flushed is said to be so")
    func flushAway() async throws {
        var address: RedisAddress?
        try await RedisServer.with { address = try $0.address }
        let error = await #expect(throws: RedisError.self) { try await address?.flush() }
        #expect(error?.summary.contains("cannot be reached: Connection refused") == true)
    }
}
