import Foundation
import OllamaStandIn
import RevaTesting
import TeamsStandIn
import Testing

@Suite("Who asked to be forgotten", .serialized, .timeLimit(.minutes(10)))
struct ForgettingTests {
    @Test("stays forgotten when a backup from before comes back, and nobody else is")
    func forgotten() async throws {
        try await ServedBot.with { bot in
            let (ada, grace) = (Person(1, name: "Ada"), Person(2, name: "Grace"))
            _ = try await RunningReva.with(bot.reva) { up in
                let address = bot.address(of: up)
                func say(_ text: String, _ person: Person) async throws {
                    #expect(try await person.say(text, to: address).status == 202)
                    try await bot.hasAnswered(up)
                }
                func rows(_ table: String, of person: Person) async throws -> String {
                    try await up.psql("SELECT count(*) FROM \(table) WHERE person_id = '\(person.objectID)'")
                }
                let tables = ["memories", "conversations", "reva_subscriptions"]
                for person in [ada, grace] {
                    try await say("remember I own R-12", person)
                    try await say("subscribe R-12", person)
                    bot.model.script(.steps(.text("It runs.")))
                    try await say("what about R-12?", person)
                    for table in tables { #expect(try await rows(table, of: person) != "0", "\(table)") }
                }
                let backup = try await bot.reva.run("backup", "--format", "json")
                #expect(backup.code == 0, "\(backup.errors)")

                try await say("forget everything", ada)
                #expect(await bot.messages.last?.hasPrefix("I have forgotten everything of you") == true)
                for table in tables { #expect(try await rows(table, of: ada) == "0", "\(table)") }

                let restore = try await bot.reva.run("restore", "latest", "--yes", "--format", "json")
                #expect(restore.code == 0, "\(restore.errors)")
                #expect(try await up.becomesHealthy())
                for table in tables {
                    #expect(try await rows(table, of: ada) == "0", "\(table) after the restore")
                    #expect(try await rows(table, of: grace) != "0", "\(table) of somebody else")
                }
                let ledger = try String(
                    contentsOfFile: bot.reva.backups.appending("erasures.jsonl").string, encoding: .utf8)
                #expect(!ledger.isEmpty && !ledger.contains(ada.objectID), "no name and no id is in it")

                try await say("memories", ada)
                #expect(await bot.messages.last == "I remember nothing of you.")
                try await say("memories", grace)
                #expect(await bot.messages.last?.hasPrefix("You asked me to remember this") == true)
            }
        }
    }
}
