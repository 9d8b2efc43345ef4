import Assistant
import Foundation
import JSONValues
import PostgresTesting
import RevaTesting
import TeamsStandIn
import Testing

@testable import Records
@testable import Server

/// All that the bot says in one conversation, given to Microsoft's own packages.
@Suite(
    .postgresWithVector, .timeLimit(.minutes(5)),
    .enabled(if: MicrosoftPackages.python != nil, "REVA_TEST_PEERS names no Python environment"))
struct MicrosoftPeerTests {
    private typealias Person = TeamsStandIn.Person

    @Test(
        "a whole conversation is what they expect: greeting, stream, sources, tables, approval, news, answers to buttons"
    )
    func conversation() async throws {
        try await ThinkingBot.with(clock: true) { bot in
            let (reva, ada) = (bot.reva, Person(1, name: "Ada"))
            let deliveries = await reva.cloud.follow()
            _ = try await ada.install(reva.bot)
            _ = await reva.messages(1, in: ada.chat, from: deliveries)
            for command in ["subscribe R-12 failed", "subscriptions", "remember I own R-12", "memories"] {
                _ = try await ada.say(command, to: reva.bot)
            }
            try await reva.becomesIdle()
            let arguments = #"{"release": "R-12"}"#
            bot.model.script(
                .steps(.stall, .call("lab__get_release", arguments: arguments)),
                .steps(
                    .stall, .text("It has "), .stall, .text("failed [1]. "),
                    .call("lab__abort_release", arguments: arguments)),
                .steps(.text("I ask for it.")))
            _ = try await ada.say("abort R-12 if it failed", to: reva.bot)
            for _ in 0..<3 {
                await bot.modelStalls()
                bot.clock.advance(by: .seconds(2))
                bot.model.release()
            }
            try await reva.becomesIdle()
            let card = try #require(await reva.cloud.deliveries.first { $0.ticket != nil })
            var invokes: [JSON] = []
            for person in [Person(2, name: "Mallory"), ada] {
                let action: [String: any Sendable] = [
                    "type": "Action.Execute", "verb": "approve", "data": ["ticket": card.ticket ?? ""],
                ]
                let answer = try await person.post(
                    [
                        "type": "invoke", "name": "adaptiveCard/action", "replyToId": card.activity,
                        "value": ["action": action, "trigger": "manual"] as [String: any Sendable],
                    ], conversation: ada.chat, to: reva.bot)
                invokes.append(try JSON(parsing: Array(answer.body)))
            }
            #expect(bot.changes.all.count == 1)
            let news = News(
                kind: "RELEASE_FAILED", id: "R-12", title: "Payment 4.2", status: "FAILED", message: "Failed *at* it",
                person: "System", date: Date(), link: "https://release.example/R-12")
            try await NewsDesk(records: reva.records, metrics: reva.metrics, logger: QueueSite.logger)
                .announce(news, source: "poll")
            try await reva.becomesIdle()

            let sent = await reva.cloud.deliveries
            #expect(sent.contains { $0.streamType == "informative" } && sent.contains { $0.streamType == "final" })
            #expect(sent.contains { $0.kind == .updated })
            #expect(sent.contains { $0.entity("https://schema.org/Message")?["citation"] != nil })
            #expect(sent.contains { $0.string("summary") == "Payment 4.2: failed" })
            try await MicrosoftPackages.expectAgreement(on: "activities", sent.map(\.json))
            try await MicrosoftPackages.expectAgreement(on: "invokes", invokes)
        }
    }
}
