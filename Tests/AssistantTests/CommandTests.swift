import Foundation
import PostgresTesting
import Records
import Testing

@testable import Assistant

@Suite(.postgresWithVector) struct CommandTests {
    @Test(
        "understands commands in both languages",
        arguments: [
            ("help", Command.help), ("HILFE", .help), ("  /status ", .status), ("abos", .subscriptions),
            ("subscriptions", .subscriptions), ("memories", .memories), ("Erinnerungen", .memories),
            ("export", .export), ("sicherungen", .backups), ("version\n", .version),
            ("subscribe to Payment 4.2", .subscribe("Payment 4.2")), ("abonniere R-12", .subscribe("R-12")),
            ("unsubscribe R-12", .unsubscribe("R-12")), ("abbestellen R-12", .unsubscribe("R-12")),
            ("remember that I own R-12", .remember("I own R-12")),
            ("merke dir, dass ich R-12 habe", .remember("ich R-12 habe")),
            ("forget 3", .forget(3)), ("vergiss #3", .forget(3)), ("forget everything", .forgetEverything),
            ("Vergiss alles", .forgetEverything),
        ])
    func parsing(text: String, command: Command) {
        #expect(Command(text) == command)
    }

    @Test(
        "takes nothing else for one",
        arguments: [
            "", " ", "status of R-12", "forget about it", "forget R-12", "please help", "forget everything now",
            "remember", "subscribe", "help\nme", "what is the version?",
        ])
    func questions(text: String) {
        #expect(Command(text) == nil)
    }

    @Test("works without any model: subscriptions and memories, for this person alone")
    func commands() async throws {
        try await withRecords { records, _ in
            let surroundings = ToldSurroundings()
            let assistant = Assistant.test(records, nil, surroundings: surroundings)
            func say(_ text: String, _ person: Person = .ada, _ kind: Question.Kind = .personal) async throws -> Answer
            {
                try await assistant.answer(.from(person, text, kind))
            }
            #expect(try await say("subscribe R-12").text == Phrase.subscribed("R-12").text(.english))
            #expect(try await say("subscriptions").tables.first?.rows.first?.first == "R-12")
            #expect(try await say("subscriptions", .bob).text == Phrase.noSubscriptions.text(.english))
            #expect(try await say("unsubscribe R-13").text == Phrase.wasNotSubscribed("R-13").text(.english))
            #expect(try await say("unsubscribe R-12").text == Phrase.unsubscribed("R-12").text(.english))

            let remembered = try await say("remember I own R-12").text
            let memory = try #require(try await records.memories.list(person: "ada").first)
            #expect(remembered == Phrase.remembered(memory.id, "I own R-12").text(.english))
            #expect(try await say("memories").tables.first?.rows == [["\(memory.id)", "I own R-12"]])
            #expect(try await say("memories", .bob).text == Phrase.noMemories.text(.english))
            #expect(try await say("forget \(memory.id)", .bob).text == Phrase.noSuchMemory(memory.id).text(.english))
            #expect(try await say("memories", .ada, .group).text == Phrase.onlyInPersonal.text(.english))
            #expect(try await say("export").text.contains(#""text":"I own R-12""#))
            #expect(try await say("export", .ada, .channel).text == Phrase.onlyInPersonal.text(.english))
            #expect(
                try await say("remember \(String(repeating: "x", count: 1001))").text
                    == Phrase.memoryTooLong(1000).text(.english))

            try await records.memories.remember("something of Bob's", person: "bob")
            #expect(
                try await say("forget everything").text
                    == Phrase.forgotEverything(memories: 1, messages: 0, subscriptions: 0).text(.english))
            #expect(surroundings.erased == [.ada])
            #expect(try await records.memories.list(person: "ada").isEmpty)
            #expect(try await records.memories.list(person: "bob").count == 1)
            let actions = try await records.activity.newest().map(\.action)
            #expect(actions.contains("forget everything") && actions.contains("subscribe"))
            #expect(try await records.activity.newest().allSatisfy { !$0.details.contains("I own") })
        }
    }

    @Test("says how things stand, and honestly what it cannot do without its database")
    func status() async throws {
        let time = Date(timeIntervalSince1970: 1_790_000_000)
        let surroundings = ToldSurroundings(
            parts: [PartHealth(name: "database", works: true), PartHealth(name: "jira", works: false, detail: "away")],
            report: BackupReport(count: 3, newestProven: "reva_X.sql.gz", proven: time, isOverdue: true))
        let assistant = Assistant.test(nil, nil, surroundings: surroundings)
        let status = try await assistant.answer(.from("status"))
        #expect(status.text.contains("This does not work now: jira."))
        #expect(status.text.contains("reva_X.sql.gz") && status.text.contains("It is overdue."))
        #expect(status.tables.first?.rows == [["database", "ok"], ["jira", "away"]])
        #expect(try await assistant.answer(.from("version")).text == "reva 9.9.9")
        #expect(try await assistant.answer(.from("help")).text == Phrase.help(hasModel: false).text(.english))
        for command in ["memories", "subscriptions", "remember x", "forget 1", "forget everything", "export"] {
            #expect(try await assistant.answer(.from(command)).text == Phrase.databaseAway.text(.english))
        }
        let german = try await assistant.answer(.from(.ada, "hilfe", .personal, .german))
        #expect(german.text == Phrase.help(hasModel: false).text(.german))
    }
}
