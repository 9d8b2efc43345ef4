import Foundation
import JSONValues
import Logging
import TeamsStandIn
import Testing

@testable import Teams

/// What of a token is remembered, and what is looked at each time.
@Suite struct VerifiedTokenTests {
    /// By the bot that was given; the same token is known to it from the second time on.
    private func verdict(
        _ bot: Bot, _ token: String, _ changes: [String: JSON] = [:]
    ) async throws -> AuthenticationError.Reason? {
        do {
            try await bot.authentication.verify(bot.message(changes: changes), authorization: "Bearer \(token)")
            return nil
        } catch let error as AuthenticationError {
            return error.reason
        }
    }

    @Test("a token that was believed vouches for no other service URL, channel or tenant, nor after its time")
    func context() async throws {
        try await Bot.with { bot in
            let token = try Bot.key.get().token(claims: bot.claims())
            #expect(try await verdict(bot, token) == nil)
            #expect(try await verdict(bot, token, ["serviceUrl": "https://evil.example/"]) == .serviceURL)
            #expect(try await verdict(bot, token, ["channelId": "webchat2"]) == .endorsement)
            let foreign: JSON = ["tenant": ["id": "someone-else"]]
            #expect(try await verdict(bot, token, ["channelData": foreign]) == .tenant)
            #expect(try await verdict(bot, token) == nil)
            bot.time.advance(by: .seconds(3600 + 301))
            #expect(try await verdict(bot, token) == .expired)
            #expect(try await verdict(bot, Bot.key.get().token(claims: bot.claims())) == nil)
        }
    }

    @Test("another bot does not believe what this one did")
    func audience() async throws {
        try await Bot.with { bot in
            let token = try Bot.key.get().token(claims: bot.claims())
            #expect(try await verdict(bot, token) == nil)
            let other = InboundAuthentication(
                appID: "another", tenants: [bot.standIn.tenantID], cloud: bot.cloud, serviceURLs: bot.serviceURLs,
                client: bot.client, time: bot.time.source, logger: Logger(label: "test"))
            for _ in 0..<2 {
                let error = await #expect(throws: AuthenticationError.self) {
                    try await other.verify(bot.message(), authorization: "Bearer \(token)")
                }
                #expect(error?.reason == .audience)
            }
            #expect(try await verdict(bot, token) == nil)
        }
    }

    @Test("a token is not believed any more once its key is not announced, or another one by that name")
    func rollover() async throws {
        try await Bot.with { bot in
            let old = try Bot.key.get()
            let new = try Bot.otherKey.get()
            let token = try old.token(claims: bot.claims())
            #expect(try await verdict(bot, token) == nil)
            await bot.standIn.publish([new])
            // A key that nobody knows yet has them loaded again.
            #expect(try await verdict(bot, new.token(claims: bot.claims())) == nil)
            #expect(try await verdict(bot, token) == .unknownKey)

            bot.time.advance(by: .seconds(3601))
            let later = try old.token(claims: bot.claims())
            await bot.standIn.publish([new, ServiceKey(new, id: old.id, endorsements: ["msteams"])])
            #expect(try await verdict(bot, later) == .signature)
            // Within the leeway of its time: only its key is another one.
            #expect(try await verdict(bot, token) == .signature)
            bot.time.advance(by: .seconds(3601))
            await bot.standIn.publish([old, ServiceKey(new, id: "key-3", endorsements: ["msteams"])])
            #expect(
                try await verdict(bot, ServiceKey(new, id: "key-3", endorsements: nil).token(claims: bot.claims()))
                    == nil)
            #expect(try await verdict(bot, old.token(claims: bot.claims())) == nil)
        }
    }

    @Test("a key that may not sign for the channel any more is not remembered as one that may")
    func endorsements() async throws {
        try await Bot.with { bot in
            let key = try Bot.key.get()
            let new = try Bot.otherKey.get()
            let token = try key.token(claims: bot.claims())
            #expect(try await verdict(bot, token) == nil)
            await bot.standIn.publish([new, ServiceKey(key, id: key.id, endorsements: ["webchat"])])
            #expect(try await verdict(bot, new.token(claims: bot.claims())) == nil)
            #expect(try await verdict(bot, token) == .endorsement)
        }
    }

    @Test("remembers tokens to the last byte, and so many of them only")
    func memory() async throws {
        try await Bot.with { bot in
            let json = try JSONSerialization.data(withJSONObject: ["keys": [Bot.key.get().publicKey]])
            let set = try JSON(parsing: json, limits: JSON.Limits(size: 10_000, depth: 4), ambiguity: .refused)
            let key = try #require(await SigningKey.keys(in: set)["key-1"])
            let text = "Bearer \(try Bot.key.get().token(claims: bot.claims()))"
            let token = try BearerToken(authorization: text)
            let verified = VerifiedTokens()
            verified.remember(token, by: key, as: text)
            #expect(verified[text]?.key == key)
            // The sign for kelvin is, to a string, the letter.
            verified.remember(token, by: key, as: "Bearer K")
            #expect(verified["Bearer \u{212A}"] == nil)
            #expect(verified["Bearer K"] != nil)
            for number in 0..<VerifiedTokens.capacity { verified.remember(token, by: key, as: "\(number)") }
            #expect(verified[text] == nil)
            #expect(verified["\(VerifiedTokens.capacity - 1)"] != nil)
        }
    }
}
