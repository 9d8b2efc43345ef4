import Foundation
import Hummingbird
import Logging
import Teams
import TeamsStandIn
import Testing

/// A bot that answers, as a server, and a person who talks to it through the stand-in.
@Suite struct ConversationTests {
    @Test("somebody asks, and is answered; a stranger is not")
    func talk() async throws {
        try await Bot.with { bot in
            try await serve(bot) { url in
                let there = BotAddress(url: url, cloud: bot.standIn, standIn: bot.address)
                let ada = Person(1, name: "Ada")
                var deliveries = await bot.standIn.follow().makeAsyncIterator()
                #expect(try await ada.say("hello", to: there).status == 202)
                let answer = try #require(await deliveries.next())
                #expect(answer.string("text") == "Ada said hello")
                #expect(answer.conversation == ada.chat)

                #expect(try await ada.say("status", in: "19:c@thread.tacv2", to: there).status == 202)
                #expect(await deliveries.next()?.string("text") == "Ada said status")

                let pressed = try await ada.press(
                    verb: "approve", data: ["ticket": "t"], on: answer.activity, to: there)
                #expect(pressed.status == 200)
                #expect(String(decoding: pressed.body, as: UTF8.self).contains("approve by Ada"))

                // Another key by the name of the right one.
                await bot.standIn.publish([ServiceKey(try Bot.otherKey.get(), id: "key-1", endorsements: ["msteams"])])
                #expect(try await ada.say("forged", to: there).status == 401)
                #expect(await bot.standIn.deliveries.count == 2)
            }
        }
    }

    private func serve(_ bot: Bot, _ body: @escaping @Sendable (String) async throws -> Void) async throws {
        let router = Router()
        router.post("api/messages") { request, _ in
            let bytes = [UInt8]((try await request.body.collect(upTo: 1 << 20)).readableBytesView)
            do {
                let activity = try Activity(bytes)
                try await bot.authentication.verify(activity, authorization: request.headers[.authorization])
                let name = activity.from?.name ?? ""
                if case .cardAction(let verb, _, _) = Invoke(activity) {
                    let answer = InvokeAnswer.text("\(verb) by \(name)")
                    return Response(
                        status: .init(code: answer.status),
                        body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body?.bytes ?? [])))
                }
                if let reference = ConversationReference(activity) {
                    try await bot.connector.reply(Message("\(name) said \(activity.spokenText)"), to: reference)
                }
                return Response(status: .accepted)
            } catch let error as AuthenticationError {
                return Response(status: .init(code: error.status))
            }
        }
        let (ports, started) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { started.yield($0.localAddress?.port ?? 0) }, logger: Logger(label: "bot"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            group.addTask {
                for await port in ports { return try await body("http://127.0.0.1:\(port)/api/messages") }
            }
            _ = try await group.next()
            group.cancelAll()
        }
    }
}
