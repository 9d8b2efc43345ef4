import Foundation
import Logging
import Teams
import TeamsStandIn
import Testing

@Suite struct ConnectorTests {
    /// Ids of Teams hold what an address must not.
    static let thread = "19:abc_def@thread.tacv2;messageid=17/00?a=b%41"

    @Test("sends, answers, updates and deletes, also where the ids are no plain words")
    func sending() async throws {
        try await Bot.with { bot in
            let place = bot.reference(conversation: Self.thread, kind: .channel)
            let id = try #require(try await bot.connector.send(Message("**hello**"), to: place))
            _ = try await bot.connector.reply(Message("yes"), to: place)
            try await bot.connector.update(id, with: Message("hello again"), in: place)
            try await bot.connector.delete(id, in: place)
            try await bot.connector.delete(id, in: place)
            try await bot.connector.sendTyping(to: place)

            let deliveries = await bot.standIn.deliveries
            #expect(deliveries.map(\.kind) == [.sent, .sent, .updated, .deleted, .sent])
            #expect(deliveries.allSatisfy { $0.conversation == Self.thread })
            #expect(deliveries[0].string("text") == "**hello**")
            #expect(deliveries[0].string("textFormat") == "markdown")
            #expect(deliveries[0].string("replyToId") == nil)
            #expect(deliveries[1].string("replyToId") == "1700000000001")
            #expect(deliveries[2].activity == id)
            #expect(deliveries[4].string("type") == "typing")
        }
    }

    @Test("asks for one token, and for another when the first is refused or near its end")
    func tokens() async throws {
        try await Bot.with { bot in
            try await bot.connector.send(Message("1"), to: bot.reference())
            try await bot.connector.send(Message("2"), to: bot.reference())
            #expect(await bot.standIn.requests[.tokens] == 1)
            await bot.standIn.revokeTokens()
            try await bot.connector.send(Message("3"), to: bot.reference())
            #expect(await bot.standIn.requests[.tokens] == 2)
            bot.time.advance(by: .seconds(3599 - 301))
            try await bot.connector.send(Message("4"), to: bot.reference())
            #expect(await bot.standIn.requests[.tokens] == 2)
            bot.time.advance(by: .seconds(2))
            try await bot.connector.send(Message("5"), to: bot.reference())
            #expect(await bot.standIn.requests[.tokens] == 3)
            #expect(await bot.standIn.deliveries.map { $0.string("text") } == ["1", "2", "3", "4", "5"])
        }
    }

    @Test("goes on with a token that still lasts while no new one can be had")
    func tokenEndpointAway() async throws {
        try await Bot.with { bot in
            try await bot.connector.send(Message("1"), to: bot.reference())
            await bot.standIn.failAlways(.tokens, .status(503))
            bot.time.advance(by: .seconds(3400))
            try await bot.connector.send(Message("2"), to: bot.reference())
            bot.time.advance(by: .seconds(300))
            let error = await failure { try await bot.connector.send(Message("3"), to: bot.reference()) }
            #expect(error?.reason == .unavailable)
            await bot.standIn.failAlways(.tokens, nil)
            try await bot.connector.send(Message("4"), to: bot.reference())
            #expect(await bot.standIn.deliveries.count == 3)
        }
    }

    @Test("says what Microsoft says when the secret is wrong, and tries no second time")
    func credentials() async throws {
        try await Bot.with { bot in
            let tokens = OutboundTokens(
                .init(appID: bot.standIn.appID, secret: "wrong&=", tenantID: bot.standIn.tenantID), cloud: bot.cloud,
                client: bot.client, time: bot.time.source, logger: Logger(label: "test"))
            let error = await failure { _ = try await tokens.token() }
            #expect(error?.reason == .unauthorized)
            #expect(error?.remedy == .alarm)
            #expect(
                error?.summary
                    == "no token for Teams: status 401, AADSTS7000215: Invalid client secret provided")
            #expect(await bot.standIn.requests[.tokens] == 1)
            #expect(bot.time.sleeps.isEmpty)
        }
    }

    struct Final: Sendable {
        let fault: Fault
        let reason: ConnectorError.Reason
        let remedy: ConnectorError.Remedy
    }

    @Test(
        "takes a final answer as final",
        arguments: [
            Final(
                fault: .status(403, code: "ConversationBlockedByUser"), reason: .conversationClosed,
                remedy: .deactivateConversation),
            Final(
                fault: .status(403, code: "BotNotInConversationRoster"), reason: .conversationClosed,
                remedy: .deactivateConversation),
            Final(
                fault: .status(403, code: "Forbidden", message: "MessageWritesBlocked"), reason: .conversationClosed,
                remedy: .deactivateConversation),
            Final(fault: .status(403, code: "BotDisabledByAdmin"), reason: .botDisabled, remedy: .alarm),
            Final(fault: .status(403), reason: .forbidden, remedy: .leave),
            Final(fault: .status(404, code: "ConversationNotFound"), reason: .notFound, remedy: .sendAnew),
            Final(fault: .status(413, code: "MessageSizeTooBig"), reason: .tooLarge, remedy: .shorten),
            Final(fault: .status(400, code: "BadSyntax"), reason: .rejected, remedy: .leave),
            Final(fault: .status(400, code: "MessageSizeTooBig"), reason: .tooLarge, remedy: .shorten),
            Final(fault: .status(409), reason: .rejected, remedy: .leave),
            Final(fault: .status(500), reason: .unknownDelivery, remedy: .leave),
            Final(fault: .breakConnection, reason: .unknownDelivery, remedy: .leave),
            Final(fault: .breakAfterDelivery, reason: .unknownDelivery, remedy: .leave),
        ])
    func finalErrors(test: Final) async throws {
        try await Bot.with { bot in
            try await bot.connector.send(Message("before"), to: bot.reference())
            await bot.standIn.fail(.connector, test.fault)
            let error = await failure { try await bot.connector.send(Message("x"), to: bot.reference()) }
            #expect(error?.reason == test.reason)
            #expect(error?.remedy == test.remedy)
            #expect(error?.summary.hasPrefix("sending a message") == true)
            #expect(await bot.standIn.requests[.connector] == 2, "there was a second try")
            try await bot.connector.send(Message("after"), to: bot.reference())
        }
    }

    @Test("repeats what is worth it, as late as told", arguments: [412, 429, 502, 503, 504])
    func retries(status: Int) async throws {
        try await Bot.with { bot in
            await bot.standIn.fail(.connector, .status(status, retryAfter: "3"), .status(status))
            try await bot.connector.send(Message("x"), to: bot.reference())
            #expect(await bot.standIn.deliveries.count == 1)
            #expect(bot.time.sleeps.count == 2)
            #expect(bot.time.sleeps[0] == .seconds(3))
            #expect(bot.time.sleeps[1] <= .seconds(1))

            await bot.standIn.failAlways(.connector, .status(status))
            let error = await failure { try await bot.connector.send(Message("x"), to: bot.reference()) }
            #expect(error?.remedy == .tryLater)
            #expect(await bot.standIn.requests[.connector] == 3 + 5)
        }
    }

    @Test("a message whose answer was cut after its status has been delivered, and is not sent again")
    func cutAnswers() async throws {
        try await Bot.with { bot in
            await bot.standIn.fail(.connector, .breakDuringAnswer)
            #expect(try await bot.connector.send(Message("x"), to: bot.reference()) == nil)
            #expect(await bot.standIn.requests[.connector] == 1)

            // Here the answer is what matters. Opening a chat twice is opening it once; a thread would be a second one.
            await bot.standIn.fail(.connector, .breakDuringAnswer, .breakConnection)
            _ = try await bot.connector.openPersonalChat(like: bot.reference())
            #expect(await bot.standIn.requests[.connector] == 4)
            await bot.standIn.fail(.connector, .breakDuringAnswer)
            let error = await failure {
                _ = try await bot.connector.startThread(in: "19:c", with: Message("x"), like: bot.reference())
            }
            #expect(error?.reason == .unknownDelivery)
            await bot.standIn.setMembers([["id": "29:u1"]], of: "a:1x")
            await bot.standIn.fail(.connector, .breakDuringAnswer)
            #expect(try await bot.connector.members(of: bot.reference()).count == 1)
        }
    }

    @Test("a call that is cancelled ends, and the next in its conversation goes on")
    func cancellation() async throws {
        try await Bot.with { bot in
            await bot.standIn.failAlways(.connector, .status(503))
            let sending = Task { try await bot.connector.send(Message("x"), to: bot.reference()) }
            sending.cancel()
            await #expect(throws: CancellationError.self) { try await sending.value }
            await bot.standIn.failAlways(.connector, nil)
            try await bot.connector.send(Message("y"), to: bot.reference())
            #expect(await bot.standIn.deliveries.compactMap { $0.string("text") } == ["y"])
        }
    }

    @Test("does not wait for longer than it may")
    func longRetryAfter() async throws {
        try await Bot.with { bot in
            await bot.standIn.fail(.connector, .status(429, retryAfter: "31"))
            let error = await failure { try await bot.connector.send(Message("x"), to: bot.reference()) }
            #expect(error?.reason == .throttled)
            #expect(bot.time.sleeps.isEmpty)
        }
    }

    @Test(
        "repeats over a broken connection what twice is once",
        arguments: [Fault.breakConnection, .breakAfterDelivery, .breakDuringAnswer])
    func brokenUpdates(fault: Fault) async throws {
        try await Bot.with { bot in
            let id = try #require(try await bot.connector.send(Message("x"), to: bot.reference()))
            await bot.standIn.fail(.connector, fault)
            try await bot.connector.update(id, with: Message("y"), in: bot.reference())
            await bot.standIn.fail(.connector, fault)
            try await bot.connector.delete(id, in: bot.reference())
            #expect(await bot.standIn.deliveries.last?.kind == .deleted)
        }
    }

    @Test("a server that cannot be reached has delivered nothing, so the message may be sent later")
    func unreachable() async throws {
        try await Bot.with { bot in
            try await bot.connector.send(Message("x"), to: bot.reference())
            // A port of this machine where nobody listens: privileged, and of a protocol nobody runs here.
            var elsewhere = bot.reference()
            elsewhere.serviceURL = "http://127.0.0.1:9/"
            let token = try Bot.key.get().token(claims: bot.claims(["serviceurl": elsewhere.serviceURL]))
            try await bot.authentication.verify(
                bot.message(changes: ["serviceUrl": .string(elsewhere.serviceURL)]), authorization: "Bearer \(token)")
            let error = await failure { try await bot.connector.send(Message("x"), to: elsewhere) }
            #expect(error?.reason == .unavailable)
            #expect(bot.time.sleeps.count == 4)
        }
    }

    @Test("gives its token only to service URLs that were verified")
    func untrusted() async throws {
        try await Bot.with { bot in
            var stored = bot.reference()
            stored.serviceURL = "http://127.0.0.1:9/"
            try await bot.connector.send(Message("x"), to: stored)
            #expect(await bot.standIn.deliveries.count == 1)
        }
    }

    @Test("sends to one conversation in order, one at a time, and within the rates")
    func rates() async throws {
        try await Bot.with { bot in
            await bot.standIn.setLimitsRates(false)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask { _ = try await bot.connector.send(Message("\(number)"), to: bot.reference()) }
                }
                try await group.waitForAll()
            }
            let texts = await bot.standIn.deliveries.compactMap { $0.string("text") }
            #expect(Set(texts).count == 20)
            // Every one was tried once: none was answered with 412.
            #expect(await bot.standIn.requests[.connector] == 20)
            // Eight in two seconds.
            #expect(bot.time.sleeps.reduce(.zero, +) >= .seconds(4))
        }
    }

    @Test("refuses what is too large before it is sent")
    func size() async throws {
        try await Bot.with { bot in
            let error = await failure {
                try await bot.connector.send(Message(String(repeating: "x", count: 30_000)), to: bot.reference())
            }
            #expect(error?.reason == .tooLarge)
            #expect(await bot.standIn.requests[.connector] == nil)
        }
    }

    @Test("opens personal chats, starts threads and reads members")
    func conversations() async throws {
        try await Bot.with { bot in
            let channel = bot.reference(conversation: Self.thread, kind: .channel)
            let chat = try await bot.connector.openPersonalChat(like: channel)
            #expect(
                chat.conversation
                    == Conversation(id: "a:chat-of-29:u1", kind: .personal, tenantID: bot.standIn.tenantID))
            try await bot.connector.send(Message("news"), to: chat)
            let thread = try await bot.connector.startThread(
                in: "19:c@thread.tacv2", with: Message("first"), like: channel)
            #expect(thread.conversation.id.hasPrefix("19:c@thread.tacv2;messageid="))
            #expect(await bot.standIn.deliveries.map(\.conversation) == [chat.conversation.id, thread.conversation.id])

            await bot.standIn.setMembers(
                (1...5).map { ["id": "29:u\($0)", "name": "P\($0)", "aadObjectId": "o\($0)"] }, of: "a:1x")
            let members = try await bot.connector.members(of: bot.reference())
            #expect(members.map(\.id) == ["29:u1", "29:u2", "29:u3", "29:u4", "29:u5"])
            #expect(try await bot.connector.member("29:u3", of: bot.reference()).objectID == "o3")
            let error = await failure { _ = try await bot.connector.member("29:x", of: bot.reference()) }
            #expect(error?.reason == .notFound)
        }
    }

    @Test("redirects are not followed: they could carry the token elsewhere")
    func redirects() async throws {
        try await Bot.with { bot in
            await bot.standIn.fail(.connector, .status(302))
            let error = await failure { try await bot.connector.send(Message("x"), to: bot.reference()) }
            #expect(error?.reason == .rejected)
        }
    }
}

/// The connector's error that `body` throws.
func failure(_ body: () async throws -> Void) async -> ConnectorError? {
    await #expect(throws: ConnectorError.self) { try await body() }
}
