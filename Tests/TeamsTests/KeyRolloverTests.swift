import Foundation
import JSONValues
import TeamsStandIn
import Testing

@testable import Teams

@Suite struct KeyRolloverTests {
    private func verdict(_ bot: Bot, _ key: ServiceKey) async throws -> AuthenticationError.Reason? {
        let token = try key.token(claims: bot.claims())
        do {
            try await bot.authentication.verify(bot.message(), authorization: "Bearer \(token)")
            return nil
        } catch let error as AuthenticationError {
            return error.reason
        }
    }

    @Test("learns a new key at once, and asks for an unknown one once an hour")
    func rollover() async throws {
        try await Bot.with { bot in
            let old = try Bot.key.get()
            let new = try Bot.otherKey.get()
            #expect(try await verdict(bot, old) == nil)
            #expect(await bot.standIn.requests[.keys] == 1)
            await bot.standIn.publish([new, old])
            #expect(try await verdict(bot, new) == nil)
            #expect(try await verdict(bot, old) == nil)
            #expect(await bot.standIn.requests[.keys] == 2)

            let stranger = ServiceKey(new, id: "key-3", endorsements: ["msteams"])
            for _ in 0..<5 { #expect(try await verdict(bot, stranger) == .unknownKey) }
            #expect(await bot.standIn.requests[.keys] == 2)
            bot.time.advance(by: .seconds(3601))
            await bot.standIn.publish([stranger])
            #expect(try await verdict(bot, stranger) == nil)
            #expect(await bot.standIn.requests[.keys] == 3)
            // The old ones are no longer announced.
            #expect(try await verdict(bot, old) == .unknownKey)
        }
    }

    @Test("many requests at the start load the keys once")
    func singleFlight() async throws {
        try await Bot.with { bot in
            try await withThrowingTaskGroup(of: AuthenticationError.Reason?.self) { group in
                for _ in 0..<20 { group.addTask { try await verdict(bot, Bot.key.get()) } }
                for try await reason in group { #expect(reason == nil) }
            }
            #expect(await bot.standIn.requests[.keys] == 1)
        }
    }

    @Test(
        "keys that cannot be loaded refuse nobody for good",
        arguments: [
            Fault.status(500), .status(404), .breakConnection, .breakDuringAnswer, .body("<html>"), .body("{}"),
            .body(#"{"keys":[{"kty":"RSA","kid":"key-1","n":"x","e":"AQAB"}]}"#), .body(#"{"jwks_uri":"ftp://x"}"#),
        ], [Fault.Place.metadata, .keys])
    func unavailable(fault: Fault, place: Fault.Place) async throws {
        let key = try Bot.key.get()
        try await Bot.with { bot in
            await bot.standIn.fail(place, fault)
            var verdicts = [try await verdict(bot, key)]
            // Not asked for again at once.
            verdicts.append(try await verdict(bot, key))
            #expect(await bot.standIn.requests[place] == 1)
            bot.time.advance(by: .seconds(1))
            verdicts.append(try await verdict(bot, key))
            #expect(verdicts == [.keysUnavailable, .keysUnavailable, nil])
        }
    }

    @Test("uses keys for a day, then renews them, and without success for five days")
    func ages() async throws {
        let json = try JSON.object(["keys": .array([Self.published(Bot.key.get())])])
        let keys = await SigningKey.keys(in: json)
        var cache = KeyCache()
        #expect(cache.decision(for: "key-1", at: .zero) == .load)
        cache.replace(with: keys, at: .zero, unknownKey: true)
        let day = Duration.seconds(86_400)
        #expect(cache.decision(for: "key-1", at: day - .seconds(1)) == .use)
        #expect(cache.decision(for: "key-1", at: day) == .useAndRefresh)
        cache.fail(at: day)
        #expect(cache.decision(for: "key-1", at: day) == .use)
        #expect(cache.decision(for: "key-1", at: day + .seconds(1)) == .useAndRefresh)
        #expect(cache.decision(for: "key-1", at: day * 5 - .seconds(1)) == .useAndRefresh)
        #expect(cache.decision(for: "key-1", at: day * 5) == .load)
        cache.fail(at: day * 5)
        #expect(cache.decision(for: "key-1", at: day * 5) == .refuse(.keysUnavailable))
        cache.replace(with: keys, at: day * 6, unknownKey: false)
        #expect(cache.decision(for: "key-1", at: day * 6) == .use)
    }

    @Test("waits longer after each failure, up to five minutes")
    func backoff() {
        var cache = KeyCache()
        var now = Duration.zero
        var waits: [Duration] = []
        for _ in 0..<12 {
            cache.fail(at: now)
            var wait = Duration.zero
            while cache.decision(for: "x", at: now + wait) != .load { wait += .seconds(1) }
            waits.append(wait)
            now += wait
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300].map { .seconds($0) })
    }

    private static func published(_ key: ServiceKey) throws -> JSON {
        let data = try JSONSerialization.data(withJSONObject: key.publicKey)
        return try JSON(parsing: data, limits: JSON.Limits(size: 10_000, depth: 4), ambiguity: .refused)
    }
}
