import Assistant
import Foundation
import JSONValues
import PostgresTesting
import TeamsStandIn
import Testing

@testable import Records
@testable import Server

/// A model that wants to change something, and the people who may let it, through Teams to the end.
@Suite(.postgresWithVector, .timeLimit(.minutes(5))) struct ModelApprovalTests {
    private typealias Person = TeamsStandIn.Person
    private static let channel = "19:releases@thread.tacv2"
    private static let ada = Person(1, name: "Ada")
    private static let grace = Person(2, name: "Grace", locale: "de-DE")

    /// Others than who asked have to approve.
    private static func policy() throws -> ToolPolicy { try ToolPolicy(["write": "others"]) }

    private func press(_ verb: String, _ card: Delivery, by person: Person, in bot: ThinkingBot) async throws -> JSON {
        let action: [String: any Sendable] = [
            "type": "Action.Execute", "verb": verb, "data": ["ticket": card.ticket ?? ""],
        ]
        let value: [String: any Sendable] = ["action": action, "trigger": "manual"]
        let answer = try await person.post(
            ["type": "invoke", "name": "adaptiveCard/action", "replyToId": card.activity, "value": value],
            conversation: Self.channel, kind: "channel", to: bot.reva.bot)
        #expect(answer.status == 200)
        return try JSON(parsing: Array(answer.body))
    }

    /// Ada asks in the channel, and the model wants to abort R-12.
    /// - Returns: the card that asks for it.
    private func ask(_ bot: ThinkingBot, comment: String = "because") async throws -> Delivery {
        let arguments: JSON = ["release": "R-12", "comment": .string(comment)]
        bot.model.script(
            .steps(.call("lab__abort_release", arguments: arguments.text)), .steps(.text("I ask for it.")))
        let deliveries = await bot.reva.cloud.follow()
        _ = try await Self.ada.say("abort R-12", in: Self.channel, to: bot.reva.bot)
        let messages = await bot.reva.messages(2, in: Self.channel, from: deliveries)
        #expect(messages[0].string("text")?.hasPrefix("I ask for it.") == true)
        return messages[1]
    }

    private func updates(_ bot: ThinkingBot) async -> [Delivery] {
        await bot.reva.cloud.deliveries.filter { $0.kind == .updated }
    }

    @Test("an approver's yes runs the exact call that the card showed, and the card is replaced for everybody")
    func approved() async throws {
        try await ThinkingBot.with(Self.policy()) { bot in
            let card = try await ask(bot)
            let shown = try #require(card.card).text
            #expect(shown.contains("lab: abort_release"))
            #expect(shown.contains(#"release: \"R-12\""#) && shown.contains(#"comment: \"because\""#))
            #expect(bot.changes.all.isEmpty)

            let refused = try await press("approve", card, by: Self.ada, in: bot)
            #expect(refused["type"]?.string == "application/vnd.microsoft.activity.message")
            #expect(refused["value"]?.string == "You may not decide this.")
            #expect(bot.changes.all.isEmpty)
            #expect(await updates(bot).isEmpty)

            let done = try await press("approve", card, by: Self.grace, in: bot)
            #expect(done["type"]?.string == "application/vnd.microsoft.card.adaptive")
            #expect(bot.changes.all == [["release": "R-12", "comment": "because"]])
            let update = try #require(await updates(bot).first)
            #expect(update.activity == card.activity && update.conversation == Self.channel)
            let replaced = try #require(update.card).text
            #expect(replaced.contains("Grace") && replaced.contains("aborted R-12") && replaced.contains("R-12"))
            #expect(update.ticket == nil, "nobody can press it any more")

            let again = try await press("approve", card, by: Self.grace, in: bot)
            #expect(again.text.contains("(done)"))
            #expect(bot.changes.all.count == 1)
            let actions = try await bot.reva.records.activity.newest(10).map { "\($0.actor) \($0.action)" }
            #expect(actions.contains("\(Self.grace.objectID) tool approved"))
            #expect(actions.contains("\(Self.grace.objectID) tool called"))
        }
    }

    @Test("pressed by several at the same time it is called once")
    func together() async throws {
        try await ThinkingBot.with(Self.policy()) { bot in
            let card = try await ask(bot)
            try await withThrowingDiscardingTaskGroup { group in
                for number in 2..<8 {
                    group.addTask {
                        _ = try await press("approve", card, by: Person(number, name: "P\(number)"), in: bot)
                    }
                }
            }
            #expect(bot.changes.all.count == 1)
            let ticket = try #require(card.ticket)
            #expect(try await bot.reva.records.tickets.find(ticket)?.state == .done)
        }
    }

    @Test("too late is said, on the card of everybody, and nothing is called")
    func expired() async throws {
        var options = Assistant.Options()
        options.ticketSeconds = 0
        try await ThinkingBot.with(Self.policy(), options: options) { bot in
            let card = try await ask(bot)
            let answer = try await press("approve", card, by: Self.grace, in: bot)
            #expect(answer.text.contains("Für diese Freigabe ist es zu spät; nichts wurde getan."))
            #expect(try #require(await updates(bot).first?.card).text.contains("zu spät"))
            #expect(bot.changes.all.isEmpty)
        }
    }

    @Test("a call too large to be shown is not asked for, and that is said; the next question is answered")
    func large() async throws {
        try await ThinkingBot.with(Self.policy()) { bot in
            let said = try await ask(bot, comment: String(repeating: "x", count: 40_000))
            #expect(said.string("text")?.contains("cannot be approved here either") == true)
            #expect(said.ticket == nil)
            #expect(bot.changes.all.isEmpty)
            let card = try await ask(bot)
            _ = try await press("approve", card, by: Self.grace, in: bot)
            #expect(bot.changes.all.count == 1)
        }
    }
}
