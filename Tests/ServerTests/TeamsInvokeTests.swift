import Assistant
import Foundation
import PostgresTesting
import Teams
import TeamsStandIn
import Testing

@testable import Records
@testable import Server

@Suite(.postgresWithVector, .timeLimit(.minutes(5))) struct TeamsInvokeTests {
    private typealias Person = TeamsStandIn.Person

    private func ticket(for person: Person, approvers: String = "requester", in reva: RunningBot) async throws -> String
    {
        let call = Tickets.Call(
            server: "release", tool: "abort_release", arguments: #"{"release": "R-12"}"#, definitionHash: "x",
            effect: "destructive", approvers: approvers)
        return try await reva.records.tickets.open(
            call, conversation: person.chat, requester: person.objectID, requesterName: person.name, seconds: 600
        ).id
    }

    private func body(_ answer: Person.Answer) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: answer.body) as? [String: Any])
    }

    @Test("a decision uses the ticket up, and the card is replaced for everybody")
    func decided() async throws {
        try await RunningBot.with { reva in
            let ada = Person(1, name: "Ada", locale: "de-DE")
            let deliveries = await reva.cloud.follow()
            _ = try await ada.say("hilfe", to: reva.bot)
            let card = await reva.messages(1, in: ada.chat, from: deliveries)[0].activity
            let ticket = try await ticket(for: ada, in: reva)
            let answer = try await ada.press(verb: "decline", data: ["ticket": ticket], on: card, to: reva.bot)
            #expect(answer.status == 200)
            let shown = try body(answer)
            #expect(shown["type"] as? String == "application/vnd.microsoft.card.adaptive")
            let text = String(decoding: answer.body, as: UTF8.self)
            #expect(text.contains("Abgelehnt"))
            #expect(text.contains("R-12"), "it stays to be seen what was asked for")
            #expect(!text.contains("Action.Execute"))
            let updates = await reva.cloud.deliveries.filter { $0.kind == .updated }
            #expect(updates.map(\.activity) == [card])
            #expect(try await reva.records.tickets.find(ticket)?.state == .declined)

            let again = try await ada.press(verb: "approve", data: ["ticket": ticket], on: card, to: reva.bot)
            #expect(again.status == 200)
            #expect(try await reva.records.tickets.find(ticket)?.state == .declined)
        }
    }

    @Test("another person, another conversation and what a card made up decide nothing")
    func forged() async throws {
        try await RunningBot.with { reva in
            let ada = Person(1, name: "Ada")
            let mallory = Person(2, name: "Mallory")
            let deliveries = await reva.cloud.follow()
            _ = try await mallory.say("help", to: reva.bot)
            let card = await reva.messages(1, in: mallory.chat, from: deliveries)[0].activity
            let ticket = try await ticket(for: ada, approvers: "anyone", in: reva)
            for data: [String: any Sendable] in [
                ["ticket": ticket], ["ticket": "made up"], ["ticket": 7], [:],
                ["ticket": String(repeating: "x", count: 1000)],
                ["ticket": ticket, "person": ada.objectID, "conversation": ada.chat],
            ] {
                for verb in ["approve", "decline"] {
                    let answer = try await mallory.press(verb: verb, data: data, on: card, to: reva.bot)
                    #expect(answer.status == 200)
                    #expect(!String(decoding: answer.body, as: UTF8.self).contains("R-12"))
                }
            }
            #expect(try await reva.records.tickets.find(ticket)?.state == .open)
            #expect(await reva.cloud.deliveries.filter { $0.kind == .updated }.isEmpty)
        }
    }

    @Test("an approval that cannot be carried out now leaves the ticket open, and says so")
    func unavailable() async throws {
        try await RunningBot.with { reva in
            let ada = Person(1, name: "Ada")
            let ticket = try await ticket(for: ada, in: reva)
            // The server of the tool is not there.
            let answer = try await ada.press(verb: "approve", data: ["ticket": ticket], on: "1", to: reva.bot)
            #expect(try body(answer)["type"] as? String == "application/vnd.microsoft.activity.message")
            #expect(try await reva.records.tickets.find(ticket)?.state == .open)
        }
    }

    @Test("a refresh of a card decides nothing, and what nobody knows is answered so")
    func others() async throws {
        try await RunningBot.with { reva in
            let ada = Person(1, name: "Ada")
            let ticket = try await ticket(for: ada, in: reva)
            let action: [String: any Sendable] = [
                "type": "Action.Execute", "verb": "approve", "data": ["ticket": ticket],
            ]
            let value: [String: any Sendable] = ["action": action, "trigger": "automatic"]
            let refreshed = try await ada.post(
                ["type": "invoke", "name": "adaptiveCard/action", "replyToId": "1", "value": value], to: reva.bot)
            #expect(refreshed.status == 501)
            #expect(try await reva.records.tickets.find(ticket)?.state == .open)
            #expect(try await ada.press(verb: "explode", data: [:], on: "1", to: reva.bot).status == 501)
            #expect(try await ada.post(["type": "invoke", "name": "task/fetch"], to: reva.bot).status == 501)
        }
    }

    @Test("what people think of an answer is counted and put down, without their words")
    func feedback() async throws {
        try await RunningBot.with { reva in
            let ada = Person(1, name: "Ada")
            let opinion: [String: any Sendable] = ["reaction": "dislike", "feedback": #"{"feedbackText":"secret"}"#]
            let value: [String: any Sendable] = ["actionName": "feedback", "actionValue": opinion]
            let answer = try await ada.post(
                ["type": "invoke", "name": "message/submitAction", "replyToId": "17", "value": value], to: reva.bot)
            #expect(answer.status == 200)
            let entry = try #require(try await reva.records.activity.newest(1).first)
            #expect(entry.actor == ada.objectID)
            #expect(entry.action == "disliked an answer")
            #expect(entry.subject == "17")
            #expect(!entry.details.contains("secret"))
            #expect(
                MetricRoutes.prometheus(reva.metrics.samples).contains(#"reva_feedback_total{reaction="dislike"} 1.0"#))
        }
    }
}
