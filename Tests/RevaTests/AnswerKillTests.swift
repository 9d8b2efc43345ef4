import Foundation
import Glibc
import OllamaStandIn
import RevaTesting
import TeamsStandIn
import Testing

@Suite("Killed with -9 in the middle of an answer,", .serialized, .timeLimit(.minutes(5)))
struct AnswerKillTests {
    @Test(
        "a message that was acknowledged is answered by the next process, or apologised for when that comes too late: once",
        arguments: [true, false])
    func killed(isInTime: Bool) async throws {
        try await ServedBot.with { bot in
            let ada = Person(1, name: "Ada")
            bot.model.script(.steps(.text("I am about to say "), .stall))
            let end = try await RunningReva.with(bot.reva) { up in
                #expect(try await ada.say("what is up?", to: bot.address(of: up)).status == 202)
                for await event in bot.model.events where event == .stalled { break }
                #expect(try await up.psql("SELECT count(*) FROM inbox WHERE finished_at IS NULL") == "1")
                if !isInTime {
                    _ = try await up.psql("UPDATE inbox SET received_at = received_at - interval '20 minutes'")
                }
                #expect(kill(up.execution.value, SIGKILL) == 0)
            }
            #expect(end == nil, "a signal ended it")
            #expect(await bot.messages.isEmpty)

            bot.model.script(.steps(.text("All is well.")))
            let next = try await RunningReva.with(bot.reva) { up in
                try await bot.hasAnswered(up)
                let messages = await bot.messages
                #expect(messages.count == 1)
                #expect(
                    isInTime
                        ? messages.first?.hasPrefix("All is well.") == true
                        : messages.first?.hasPrefix("I could not answer your message of ") == true)
                let outcome = try await up.psql("SELECT outcome FROM inbox")
                #expect(outcome == (isInTime ? "answered" : "too late"))
                #expect(try await ada.say("version", to: bot.address(of: up)).status == 202)
                try await bot.hasAnswered(up)
                #expect(await bot.messages.count == 2)
            }
            #expect(next == 0)
            // It does not come again.
            _ = try await RunningReva.with(bot.reva) { up in
                try await bot.hasAnswered(up)
                #expect(await bot.messages.count == 2)
            }
        }
    }
}
