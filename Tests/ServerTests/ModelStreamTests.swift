import Foundation
import JSONValues
import PostgresTesting
import TeamsStandIn
import Testing

@testable import Server

/// What a model says, as people in Teams see it.
@Suite(.postgresWithVector, .timeLimit(.minutes(5))) struct ModelStreamTests {
    private typealias Person = TeamsStandIn.Person
    private static let ada = Person(1, name: "Ada")
    private static let lookUp = #"{"release": "R-12"}"#

    /// The next piece or message in a conversation.
    private func next(in conversation: String, _ deliveries: inout AsyncStream<Delivery>.Iterator) async -> Delivery? {
        while let delivery = await deliveries.next() {
            if delivery.conversation == conversation { return delivery }
        }
        return nil
    }

    /// What a reader has to be told of an answer of a model: who wrote it, and where and when it was read.
    private func expectSources(of message: Delivery) throws {
        let entity = try #require(message.entity("https://schema.org/Message"))
        #expect(entity["additionalType"] == ["AIGeneratedContent"])
        let claim = try #require(entity["citation"]?.array?.first)
        #expect(claim["position"]?.integer == 1)
        #expect(claim["appearance"]?["name"]?.string == "Payment 4.2")
        #expect(claim["appearance"]?["url"]?.string == "https://release.example/R-12")
        let abstract = try #require(claim["appearance"]?["abstract"]?.string)
        let match = try #require(abstract.wholeMatch(of: #/lab: get_release, (?<time>.+)/#))
        let time = try Date.ISO8601FormatStyle().parse(String(match.time))
        #expect(abs(time.timeIntervalSinceNow) < 300)
    }

    @Test("in a personal chat an answer is streamed at the pace of Teams, and ends with its label and its sources")
    func personal() async throws {
        try await ThinkingBot.with(clock: true) { bot in
            bot.model.script(
                .steps(.stall, .call("lab__get_release", arguments: Self.lookUp)),
                .steps(.stall, .text("It has "), .stall, .text("failed"), .text(" at acceptance"), .text(" [1].")))
            var deliveries = await bot.reva.cloud.follow().makeAsyncIterator()
            _ = try await Self.ada.say("what about R-12?", to: bot.reva.bot)
            var seen: [String] = []
            for _ in 0..<3 {
                let piece = try #require(await next(in: Self.ada.chat, &deliveries))
                seen.append("\(piece.streamType ?? "none"): \(piece.string("text") ?? "")")
                await bot.modelStalls()
                bot.clock.advance(by: .seconds(2))
                bot.model.release()
            }
            var last = try #require(await next(in: Self.ada.chat, &deliveries))
            while last.streamType != "final" {
                seen.append("\(last.streamType ?? "none"): \(last.string("text") ?? "")")
                last = try #require(await next(in: Self.ada.chat, &deliveries))
            }
            #expect(
                seen == [
                    "informative: Thinking …", "informative: Looking at lab: get_release …", "streaming: It has ",
                    "streaming: It has failed",
                ])
            #expect(last.string("text") == "It has failed at acceptance [1].")
            #expect(last.string("type") == "message")
            try expectSources(of: last)
            try await bot.reva.becomesIdle()
            let all = await bot.reva.cloud.deliveries
            #expect(Set(all.map(\.activity)).count == 1, "all of it is one message")
        }
    }

    @Test("in a group nothing is streamed: people see that something is written, and then one message")
    func group() async throws {
        try await ThinkingBot.with { bot in
            bot.model.script(
                .steps(.call("lab__get_release", arguments: Self.lookUp)),
                .steps(.text("It has "), .text("failed [1].")))
            let mention: [String: any Sendable] = [
                "type": "mention", "text": "<at>Reva</at>", "mentioned": ["id": bot.reva.bot.id, "name": "Reva"],
            ]
            let fields: [String: any Sendable] = [
                "type": "message", "text": "<at>Reva</at> what about R-12?", "textFormat": "plain",
                "entities": [mention],
            ]
            _ = try await Self.ada.post(fields, conversation: "19:group", kind: "groupChat", to: bot.reva.bot)
            try await bot.reva.becomesIdle()
            let all = await bot.reva.cloud.deliveries
            #expect(all.allSatisfy { $0.entity("streaminfo") == nil && $0.conversation == "19:group" })
            #expect(all.contains { $0.string("type") == "typing" && $0.string("text") == nil })
            let messages = all.filter { $0.string("type") == "message" }
            #expect(messages.count == 1)
            let message = try #require(messages.first)
            #expect(message.string("text") == "It has failed [1].")
            try expectSources(of: message)
        }
    }

    @Test(
        "a stream that breaks in the middle ends with the whole answer, once",
        arguments: [Fault.breakConnection, .breakAfterDelivery, .status(413, code: "MessageSizeTooBig")])
    func broken(fault: Fault) async throws {
        try await ThinkingBot.with(clock: true) { bot in
            bot.model.script(.steps(.stall, .text("one "), .stall, .text("two "), .text("three")))
            var deliveries = await bot.reva.cloud.follow().makeAsyncIterator()
            _ = try await Self.ada.say("count", to: bot.reva.bot)
            for number in 0..<2 {
                _ = await next(in: Self.ada.chat, &deliveries)
                await bot.modelStalls()
                if number == 1 { await bot.reva.cloud.fail(.connector, fault) }
                bot.clock.advance(by: .seconds(2))
                bot.model.release()
            }
            try await bot.reva.becomesIdle()
            let all = await bot.reva.cloud.deliveries
            let ends = all.filter { $0.string("type") == "message" }
            #expect(ends.count == 1)
            // The stand-in does not count the tools, which Reva remarks on behind the answer.
            #expect(ends.first?.string("text")?.hasPrefix("one two three") == true)
            #expect(Set(all.map(\.activity)).count == 1, "all of it is one message")
        }
    }

    @Test(
        "a model that breaks in the middle leaves what it said, and why there is no more; the next question is answered"
    )
    func brokenModel() async throws {
        try await ThinkingBot.with { bot in
            bot.model.script(.steps(.text("It has "), .cut))
            let deliveries = await bot.reva.cloud.follow()
            _ = try await Self.ada.say("what about R-12?", to: bot.reva.bot)
            let text = try #require(await bot.reva.messages(1, in: Self.ada.chat, from: deliveries)[0].string("text"))
            #expect(text.hasPrefix("It has "))
            #expect(text.contains("My language model did not answer"))
            bot.model.script(.steps(.text("Now it works.")))
            let later = await bot.reva.cloud.follow()
            _ = try await Self.ada.say("and now?", to: bot.reva.bot)
            #expect(
                await bot.reva.messages(1, in: Self.ada.chat, from: later)[0].string("text")?.hasPrefix("Now it works.")
                    == true)
        }
    }
}
