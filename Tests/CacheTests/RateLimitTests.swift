import PostgresTesting
import Testing

@testable import Cache

@Suite struct RateLimitTests {
    private func admitted(_ times: Int, by cache: SharedCache, _ limits: RateLimit...) async -> Int {
        var count = 0
        for _ in 0..<times where await cache.admit(limits).isAdmitted { count += 1 }
        return count
    }

    @Test("admits as many as the limit says, in memory, and for each person apart")
    func memory() async throws {
        let cache = SharedCache()
        let anna = RateLimit("person", "anna", count: 5, per: .seconds(3600))
        #expect(await admitted(8, by: cache, anna) == 5)
        guard case .refused(let wait) = await cache.admit(anna) else {
            Issue.record("a sixth was admitted")
            return
        }
        #expect(wait > .zero && wait <= .seconds(720))
        #expect(await admitted(8, by: cache, RateLimit("person", "ben", count: 5, per: .seconds(3600))) == 5)
    }

    @Test("two replicas share a limit through a Redis, and go on with it in memory when the Redis is gone")
    func shared() async throws {
        try await RedisServer.with { server in
            let (one, other) = try (server.cache(), server.cache())
            let limit = RateLimit("tool", "get_release", "29:anna", count: 6, per: .seconds(3600))
            #expect(await admitted(4, by: one, limit) == 4)
            #expect(await admitted(8, by: other, limit) == 2)
            #expect(await admitted(3, by: one, limit) == 0)
            server.kill()
            // Each knows what it has admitted itself.
            #expect(await admitted(8, by: one, limit) == 2)
            #expect(await admitted(8, by: other, limit) == 4)
            try await server.restart()
            #expect(try await eventually { await one.isShared() })
            #expect(await admitted(8, by: one, limit) == 6)
        }
    }

    @Test("an allowance comes back with time, by the clock of the Redis")
    func comesBack() async throws {
        try await RedisServer.with { server in
            let cache = try server.cache()
            let limit = RateLimit("x", count: 1, per: .milliseconds(300))
            #expect(await cache.admit(limit).isAdmitted)
            #expect(try await eventually { await cache.admit(limit).isAdmitted })
        }
    }

    @Test("of several limits none is used where one refuses", arguments: [true, false])
    func several(isShared: Bool) async throws {
        try await RedisServer.with { server in
            let cache = isShared ? try server.cache() : SharedCache()
            let person = RateLimit("person", "anna", count: 4, per: .seconds(3600))
            let tool = RateLimit("tool", "start", count: 2, per: .seconds(3600))
            #expect(await admitted(5, by: cache, person, tool) == 2)
            #expect(await admitted(5, by: cache, person) == 2)
            // The same limit twice is used twice.
            let twice = RateLimit("twice", count: 3, per: .seconds(3600))
            #expect(await admitted(5, by: cache, twice, twice) == 1)
        }
    }

    @Test("whatever comes when, never more than the limit in a window beside what has come back")
    func property() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let count = Int.random(in: 1...8, using: &random)
            let limit = RateLimit("x", count: count, per: .seconds(60))
            var allowances = MemoryAllowances()
            let start = ContinuousClock.now
            var now = start
            var admitted: [Duration] = []
            for _ in 0..<300 {
                now += .milliseconds(Int.random(in: 0...9000, using: &random))
                switch allowances.admit([limit], at: now) {
                case .admitted: admitted.append(now - start)
                case .refused(let wait):
                    #expect(!allowances.admit([limit], at: now + wait - .milliseconds(1)).isAdmitted, "seed \(seed)")
                    var later = allowances
                    #expect(later.admit([limit], at: now + wait).isAdmitted, "seed \(seed)")
                }
            }
            for (index, time) in admitted.enumerated() {
                let within = admitted[...index].count { time - $0 < limit.window }
                // All at once, and what came back evenly in the same window.
                #expect(within <= 2 * count, "seed \(seed)")
            }
            let longest = Int((now - start) / limit.interval) + count
            #expect(admitted.count <= longest, "seed \(seed)")
            #expect(admitted.count >= min(count, 300), "seed \(seed)")
        }
    }

    @Test("forgets those least used when there are too many")
    func bounded() {
        var allowances = MemoryAllowances()
        let now = ContinuousClock.now
        let busy = RateLimit("busy", count: 2, per: .seconds(3600))
        for _ in 0..<2 { _ = allowances.admit([busy], at: now) }
        for number in 0..<120_000 {
            _ = allowances.admit([RateLimit("n", "\(number)", count: 100, per: .seconds(60))], at: now)
        }
        #expect(allowances.count <= 50_001)
        #expect(!allowances.admit([busy], at: now).isAdmitted)
    }
}
