import Foundation
import TeamsStandIn
import Testing

@testable import Teams

@Suite struct AnswerStreamTests {
    private func texts(_ bot: Bot) async -> [String] {
        await bot.standIn.deliveries.map { "\($0.string("type") ?? "\($0.kind)"): \($0.string("text") ?? "")" }
    }

    /// Appends words, with time between them for each to be sent.
    private func append(_ words: [String], to stream: AnswerStream, _ bot: Bot) async throws {
        for word in words {
            bot.time.advance(by: .seconds(2))
            try await stream.append(word)
        }
    }

    @Test("shows a status, then the text as it grows, then the message with all that belongs to it")
    func streaming() async throws {
        try await Bot.with { bot in
            let stream = AnswerStream(to: bot.reference(), by: bot.connector)
            try await stream.show("Looking up …")
            try await append(["R-12 ", "failed", " [1]"], to: stream, bot)
            var message = Message()
            message.isGenerated = true
            message.citations = [Citation(name: "R-12", abstract: "FAILED")]
            let id = try await stream.finish(message)
            #expect(
                await texts(bot) == [
                    "typing: Looking up …", "typing: R-12 ", "typing: R-12 failed", "typing: R-12 failed [1]",
                    "message: R-12 failed [1]",
                ])
            #expect(await bot.standIn.deliveries.allSatisfy { $0.activity == id })
            let last = try #require(await bot.standIn.deliveries.last?.body)
            let activity = try Activity([UInt8](last))
            #expect(activity.entities.count == 2)
            #expect(activity.entities[1]["streamType"] == "final")
            #expect(activity.entities[1]["streamSequence"] == nil)
        }
    }

    @Test("sends no two pieces within a second and a half, and loses nothing")
    func pace() async throws {
        try await Bot.with { bot in
            let stream = AnswerStream(to: bot.reference(), by: bot.connector)
            for number in 0..<100 { try await stream.append("\(number) ") }
            #expect(await texts(bot) == ["typing: 0 "])
            try await stream.finish()
            let all = (0..<100).map { "\($0) " }.joined()
            #expect(await texts(bot).last == "message: \(all)")
        }
    }

    @Test("says it as one message where there is no streaming", arguments: [Conversation.Kind.channel, .groupChat])
    func elsewhere(kind: Conversation.Kind) async throws {
        try await Bot.with { bot in
            let stream = AnswerStream(to: bot.reference(conversation: "19:x", kind: kind), by: bot.connector)
            try await stream.show("Looking up …")
            try await append(["one ", "two"], to: stream, bot)
            try await stream.finish()
            #expect(await texts(bot) == ["typing: ", "typing: ", "typing: ", "message: one two"])
            #expect(await bot.standIn.deliveries.last?.string("replyToId") == "1700000000001")
        }
    }

    private static func refusal(_ message: String) -> Fault {
        .status(403, code: "ContentStreamNotAllowed", message: message)
    }

    @Test("says it as one message where Teams refuses to stream")
    func notAllowed() async throws {
        try await Bot.with { bot in
            await bot.standIn.fail(.connector, Self.refusal("Content stream is not allowed"))
            let stream = AnswerStream(to: bot.reference(), by: bot.connector)
            try await append(["one ", "two"], to: stream, bot)
            try await stream.finish()
            #expect(await texts(bot) == ["typing: ", "message: one two"])
        }
    }

    @Test("stops when the person does, now and at every later call")
    func cancelled() async throws {
        try await Bot.with { bot in
            let stream = AnswerStream(to: bot.reference(), by: bot.connector)
            try await append(["one "], to: stream, bot)
            await bot.standIn.fail(.connector, Self.refusal("Content stream was canceled by user."))
            let error = await failure { try await append(["two"], to: stream, bot) }
            #expect(error?.reason == .stream(.cancelledByUser))
            #expect(await failure { try await stream.append("x") } == error)
            #expect(await failure { try await stream.finish() } == error)
            #expect(await bot.standIn.deliveries.count == 1)
        }
    }

    @Test("stops when the person does just before the end")
    func cancelledAtTheEnd() async throws {
        try await Bot.with { bot in
            let stream = AnswerStream(to: bot.reference(), by: bot.connector)
            try await append(["one "], to: stream, bot)
            await bot.standIn.fail(.connector, Self.refusal("Content stream was canceled by user."))
            #expect(await failure { try await stream.finish() }?.reason == .stream(.cancelledByUser))
            #expect(await bot.standIn.deliveries.count == 1)
        }
    }

    @Test("replaces what was shown when the time for streaming is over")
    func overtime() async throws {
        try await Bot.with { bot in
            let stream = AnswerStream(to: bot.reference(), by: bot.connector)
            try await append(["one "], to: stream, bot)
            bot.time.advance(by: .seconds(120))
            try await stream.append("two ")
            #expect(await bot.standIn.deliveries.count == 1)
            await bot.standIn.fail(.connector, Self.refusal("Content stream finished due to exceeded streaming time."))
            try await stream.finish()
            let last = try #require(await bot.standIn.deliveries.last)
            #expect(last.kind == .updated)
            #expect(last.string("text") == "one two ")
            #expect(try Activity([UInt8](last.body)).entities.isEmpty)
        }
    }

    @Test(
        "makes up for pieces that are lost",
        arguments: [Fault.status(429), .status(503), .breakConnection, .breakAfterDelivery])
    func lost(fault: Fault) async throws {
        try await Bot.with { bot in
            let stream = AnswerStream(to: bot.reference(), by: bot.connector)
            try await append(["one "], to: stream, bot)
            await bot.standIn.fail(.connector, fault)
            try await append(["two ", "three"], to: stream, bot)
            try await stream.finish()
            #expect(await texts(bot).suffix(2) == ["typing: one two three", "message: one two three"])
        }
    }

    @Test(
        "a last message that may have arrived is replaced, never said twice",
        arguments: [Fault.breakConnection, .breakAfterDelivery])
    func uncertainEnd(fault: Fault) async throws {
        try await Bot.with { bot in
            let stream = AnswerStream(to: bot.reference(), by: bot.connector)
            try await append(["one "], to: stream, bot)
            await bot.standIn.fail(.connector, fault)
            let id = try await stream.finish()
            let deliveries = await bot.standIn.deliveries
            #expect(deliveries.allSatisfy { $0.activity == id })
            #expect(deliveries.last?.kind == .updated)
        }
    }

    @Test("a text too large for one message goes on in others, and what was shown stays")
    func long() async throws {
        try await Bot.with { bot in
            let stream = AnswerStream(to: bot.reference(), by: bot.connector)
            // Its seconds are real, ours are not.
            await bot.standIn.setLimitsRates(false)
            let paragraph = String(repeating: "word ", count: 200) + "\n\n"
            try await append(Array(repeating: paragraph, count: 40), to: stream, bot)
            try await stream.finish()
            let deliveries = await bot.standIn.deliveries
            let messages = deliveries.filter { $0.string("type") == "message" }.compactMap { $0.string("text") }
            #expect(messages.count == 3)
            let shown = deliveries.last { $0.string("type") == "typing" }?.string("text") ?? "none"
            #expect(messages[0].hasPrefix(shown))
            #expect(messages.joined().filter { !$0.isWhitespace }.count == 40 * 200 * 4)
        }
    }

    @Test("an answer with another text than was shown replaces it")
    func replaced() async throws {
        try await Bot.with { bot in
            let stream = AnswerStream(to: bot.reference(), by: bot.connector)
            try await append(["I think "], to: stream, bot)
            try await stream.finish(Message("No."))
            let last = try #require(await bot.standIn.deliveries.last)
            #expect(last.kind == .updated)
            #expect(last.string("text") == "No.")
        }
    }

    @Test(
        "tells apart why Teams refuses a stream",
        arguments: [
            ("Content stream is not allowed", .notAllowed),
            ("Content stream is not allowed on an already completed streamed message", .completed),
            ("Content stream finished due to exceeded streaming time.", .tooLong),
            ("Content stream was canceled by user.", .cancelledByUser),
            ("Content stream was cancelled by user", .cancelledByUser),
            ("", .notAllowed),
        ] as [(String, StreamRefusal)])
    func refusals(message: String, refusal: StreamRefusal) {
        #expect(StreamRefusal(message: message) == refusal)
    }
}
