import Foundation
import PostgresTesting
import TeamsStandIn
import Testing

@testable import Records
@testable import Server

/// What becomes of an answer when Teams has a bad day.
@Suite(.postgresWithVector, .timeLimit(.minutes(5))) struct TeamsFaultTests {
    private func messages(_ reva: RunningBot) async -> Int {
        await reva.cloud.deliveries.count { $0.string("type") == "message" }
    }

    @Test(
        "a fault that passes costs nothing but time",
        arguments: [
            [Fault.status(401, code: nil)], [.status(412, code: "PreconditionFailed")],
            [.status(429, code: "Throttled", retryAfter: "0")], [.status(503, code: nil), .status(502, code: nil)],
            [.breakConnection],
        ])
    func passing(faults: [Fault]) async throws {
        try await RunningBot.with { reva in
            for fault in faults { await reva.cloud.fail(.connector, fault) }
            let ada = Person(1, name: "Ada")
            #expect(try await ada.say("version", to: reva.bot).status == 202)
            try await reva.becomesIdle()
            let first = await messages(reva)
            // A connection that broke may have delivered it: then it is not sent twice.
            let isKnown = if case .breakConnection = faults[0] { false } else { true }
            #expect(isKnown ? first == 1 : first <= 1)
            #expect(try await ada.say("version", to: reva.bot).status == 202)
            try await reva.becomesIdle()
            #expect(await messages(reva) == first + 1)
        }
    }

    @Test("an answer that Teams finds too large comes in smaller messages, with nothing lost")
    func large() async throws {
        try await RunningBot.with { reva in
            let ada = Person(1, name: "Ada")
            for refusals in 0..<3 {
                let before = await messages(reva)
                for _ in 0..<refusals { await reva.cloud.fail(.connector, .status(413, code: "MessageSizeTooBig")) }
                #expect(try await ada.say("help", to: reva.bot).status == 202)
                try await reva.becomesIdle()
                let sent = await reva.cloud.deliveries.filter { $0.string("type") == "message" }.dropFirst(before)
                #expect(sent.count == refusals + 1)
                let text = sent.compactMap { $0.string("text") }.joined().filter { !$0.isWhitespace }
                #expect(text.contains("subscribeSUBJECT") && text.hasSuffix("`backups`,`version`,`help`"), "\(text)")
            }
        }
    }

    @Test("where Teams finds everything too large people are told so; the next answer comes whole")
    func tooLarge() async throws {
        try await RunningBot.with { reva in
            let ada = Person(1, name: "Ada", locale: "de-DE")
            // A short text is not cut.
            await reva.cloud.fail(.connector, .status(413, code: "MessageSizeTooBig"))
            #expect(try await ada.say("version", to: reva.bot).status == 202)
            try await reva.becomesIdle()
            let texts = await reva.cloud.deliveries.compactMap { $0.string("text") }
            #expect(
                texts == [
                    "Teams nimmt meine Antwort nicht an: Sie sei zu groß. Bitte fragen Sie nach weniger auf einmal."
                ])
            #expect(try await ada.say("version", to: reva.bot).status == 202)
            try await reva.becomesIdle()
            #expect(await reva.cloud.deliveries.last?.string("text") == "reva 0.0.0")
        }
    }

    @Test("an answer whose delivery is not known is not sent a second time")
    func unknown() async throws {
        try await RunningBot.with { reva in
            await reva.cloud.fail(.connector, .breakAfterDelivery)
            #expect(try await Person(1, name: "Ada").say("version", to: reva.bot).status == 202)
            try await reva.becomesIdle()
            #expect(await messages(reva) == 1)
        }
    }

    @Test("whoever blocked the bot is not written to again, and hears of nothing")
    func blocked() async throws {
        try await RunningBot.with { reva in
            let ada = Person(1, name: "Ada")
            try await reva.records.subscriptions.subscribe(
                person: ada.objectID, subject: "R-12", conversation: ada.chat, reference: "{}")
            await reva.cloud.failAlways(.connector, .status(403, code: "ConversationBlockedByUser"))
            #expect(try await ada.say("version", to: reva.bot).status == 202)
            try await reva.becomesIdle()
            #expect(try await reva.records.subscriptions.list(person: ada.objectID).isEmpty)
            await reva.cloud.failAlways(.connector, nil)
            #expect(try await ada.say("version", to: reva.bot).status == 202)
            try await reva.becomesIdle()
            #expect(await messages(reva) == 1)
        }
    }
}
