import Foundation
import Logging
import PostgresTesting
import Teams
import TeamsStandIn
import Testing

@Suite struct InboundAuthenticationTests {
    @Test("refuses a request that breaks a rule, for that rule, and believes the others")
    func table() async throws {
        try await Bot.with { bot in
            await bot.standIn.publish(try TokenCase.published())
            for test in try TokenCase.table(for: bot) {
                let refusal = try await verdict(on: test, by: bot)
                #expect(refusal == test.refusal, "\(test.name)")
            }
        }
    }

    /// By a bot that has not loaded any key yet.
    private func verdict(on test: TokenCase, by bot: Bot) async throws -> AuthenticationError.Reason? {
        let authentication = InboundAuthentication(
            appID: bot.standIn.appID, tenants: [bot.standIn.tenantID.uppercased()], cloud: bot.cloud,
            serviceURLs: bot.serviceURLs, client: bot.client, time: bot.time.source, logger: Logger(label: "test"))
        do {
            try await authentication.verify(bot.message(changes: test.activity), authorization: test.authorization)
            return nil
        } catch let error as AuthenticationError {
            return error.reason
        }
    }

    @Test("answers a refusal with the status of the Bot Framework", arguments: AuthenticationError.Reason.allCases)
    func status(reason: AuthenticationError.Reason) throws {
        let status = AuthenticationError(reason).status
        #expect(status == (reason == .tenant ? 403 : reason == .keysUnavailable ? 503 : 401))
    }

    @Test("a verified request makes its service URL one to answer to, and nothing else does")
    func trust() async throws {
        try await Bot.with { bot in
            var reference = bot.reference()
            let regional = "\(bot.address.base)/emea/"
            reference.serviceURL = regional
            #expect(bot.serviceURLs.url(for: reference) == bot.serviceURLs.standard)

            let token = try Bot.key.get().token(claims: bot.claims(["serviceurl": "https://evil.example/"]))
            let lie = try bot.message(changes: ["serviceUrl": .string(regional)])
            await #expect(throws: AuthenticationError.self) {
                try await bot.authentication.verify(lie, authorization: "Bearer \(token)")
            }
            #expect(bot.serviceURLs.url(for: reference) == bot.serviceURLs.standard)

            let right = try Bot.key.get().token(claims: bot.claims(["serviceurl": regional]))
            try await bot.authentication.verify(lie, authorization: "Bearer \(right)")
            #expect(bot.serviceURLs.url(for: reference) == ServiceURL(regional))
        }
    }

    @Test("refuses everything without an app id, or without a tenant", arguments: [("", ["t"]), ("app", [])])
    func unconfigured(appID: String, tenants: [String]) async throws {
        try await Bot.with { bot in
            let authentication = InboundAuthentication(
                appID: appID, tenants: Set(tenants), cloud: bot.cloud, serviceURLs: bot.serviceURLs,
                client: bot.client, logger: Logger(label: "test"))
            let token = try Bot.key.get().token(claims: bot.claims(["aud": appID]))
            let error = await #expect(throws: AuthenticationError.self) {
                try await authentication.verify(bot.message(), authorization: "Bearer \(token)")
            }
            #expect(error?.reason == .notConfigured)
            #expect(await bot.standIn.requests.isEmpty)
        }
    }

    @Test("checks no tokens only where nobody else can connect")
    func off() async throws {
        try await Bot.with { bot in
            #expect(throws: TeamsError.self) {
                try InboundAuthentication.off(listeningOn: "0.0.0.0", serviceURLs: bot.serviceURLs)
            }
            let off = try InboundAuthentication.off(listeningOn: "127.0.0.1", serviceURLs: bot.serviceURLs)
            try await off.verify(bot.message(), authorization: nil)
            let elsewhere = try bot.message(changes: ["serviceUrl": "https://evil.example/"])
            await #expect(throws: AuthenticationError.self) { try await off.verify(elsewhere, authorization: nil) }
        }
    }

    @Test("no changed token is believed")
    func fuzz() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        try await Bot.with { bot in
            var random = SeededGenerator(seed: seed)
            let right = Array(try Bot.key.get().token(claims: bot.claims()).utf8)
            let activity = try bot.message()
            try await bot.authentication.verify(
                activity, authorization: "Bearer \(String(decoding: right, as: UTF8.self))")
            let alphabet = Array("AQgw_-.=+/ é".utf8)
            for _ in 0..<500 {
                var token = right
                for _ in 0...Int.random(in: 0...2, using: &random) {
                    // The last character of a signature has bits that mean nothing.
                    let place = Int.random(in: 0..<(token.count - 1), using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: token.remove(at: place)
                    case 1: token.insert(alphabet.randomElement(using: &random) ?? 0, at: place)
                    case 2: token[place] = alphabet.randomElement(using: &random) ?? 0
                    default: token = Array(token.prefix(place + 1))
                    }
                    if token.count < 2 { break }
                }
                guard token != right else { continue }
                let text = String(decoding: token, as: UTF8.self)
                await #expect(throws: AuthenticationError.self, "seed \(seed): \(text)") {
                    try await bot.authentication.verify(activity, authorization: "Bearer \(text)")
                }
            }
        }
    }
}
