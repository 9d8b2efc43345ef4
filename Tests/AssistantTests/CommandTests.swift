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
            ("subscribe to Payment 4.2", .subscribe(Subscribing("Payment 4.2"))),
            ("abonniere R-12", .subscribe(Subscribing("R-12"))), ("Subscribe", .incomplete(.subscribe)),
            ("abbestellen", .incomplete(.unsubscribe)), ("vergiss", .incomplete(.forget)),
            ("remember", .incomplete(.remember)), ("unsubscribe \"Payment failed\"", .unsubscribe("Payment failed")),
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
            "help\nme", "what is the version?",
        ])
    func questions(text: String) {
        #expect(Command(text) == nil)
    }

    @Test(
        "takes the last words of a subscription for the kinds of events, in either language",
        arguments: [
            ("Payment 4.2 failed", "Payment 4.2", [EventKind.failed]),
            ("Payment 4.2 failed, completed", "Payment 4.2", [.failed, .completed]),
            ("R-12: fehlgeschlagen Kommentare", "R-12", [.failed, .comments]),
            ("PAY status status", "PAY", [.status]), ("* phases", "*", [.phases]),
            ("\"Everything failed\" aborted", "Everything failed", [.aborted]), ("„Alles neu“", "Alles neu", []),
            ("failed", "failed", []), ("API Gateway 2", "API Gateway 2", []),
        ])
    func kinds(text: String, subject: String, kinds: [EventKind]) {
        let wish = Subscribing(text.split(separator: " ").map(String.init))
        #expect(wish.subject == subject)
        #expect(wish.kinds == kinds)
        #expect(wish.unknown == nil)
    }

    @Test(
        "what should be a kind of event and is none is said, with those there are",
        arguments: [
            ("R-12 exploded", "exploded"), ("Payment 4.2 failled", "failled"), ("PAY failed, exploded", "exploded"),
            ("\"Payment 4.2\" soon", "soon"),
        ])
    func unknownKinds(text: String, word: String) async throws {
        try await withRecords { records, _ in
            let assistant = Assistant.test(records, nil)
            let answer = try await assistant.answer(.from("subscribe \(text)")).text
            #expect(answer.contains("no events called `\(word)`"))
            for kind in EventKind.allCases { #expect(answer.contains("`\(kind.rawValue)`")) }
            #expect(try await records.subscriptions.list(person: "ada").isEmpty)
            _ = try await assistant.answer(.from("subscribe R-12 failed"))
            #expect(
                try await records.subscriptions.list(person: "ada").map(\.events) == [
                    ["RELEASE_FAILED", "TASK_FAILED"]
                ])
        }
    }

    @Test("lists what was chosen, in the person's language, and takes the latest choice")
    func chosen() async throws {
        try await withRecords { records, _ in
            let assistant = Assistant.test(records, nil)
            func rows(_ language: Language) async throws -> [[String]] {
                let answer = try await assistant.answer(.from(.ada, "abos", .personal, language))
                return try #require(answer.tables.first).rows.map { Array($0.prefix(2)) }
            }
            _ = try await assistant.answer(.from("subscribe R-12 failed, tasks"))
            _ = try await assistant.answer(.from("subscribe PAY"))
            #expect(try await rows(.english) == [["PAY", "all but phases and tasks"], ["R-12", "failed, tasks"]])
            _ = try await assistant.answer(.from("abonniere R-12 kommentare"))
            #expect(try await rows(.german) == [["PAY", "alle außer Phasen und Aufgaben"], ["R-12", "kommentare"]])
            #expect(try await assistant.answer(.from("export")).text.contains(#""events":"comments""#))
            #expect(try await assistant.answer(.from("unsubscribe r-12")).text.contains("no longer"))
        }
    }

    @Test("a command without what it needs is answered with how it is used, and an example that works")
    func usage() async throws {
        let assistant = Assistant.test(nil, nil)
        for command in Command.Incomplete.allCases {
            let english = try await assistant.answer(.from(command.rawValue)).text
            let german = try await assistant.answer(.from(.ada, command.rawValue, .personal, .german)).text
            #expect(english == command.englishUsage && german == command.germanUsage)
            for text in [english, german] {
                let example = try #require(text.firstMatch(of: #/(for example|zum Beispiel) `(?<line>[^`]+)`/#))
                let parsed = try #require(Command(String(example.line)))
                if case .subscribe(let wish) = parsed { #expect(wish.kinds == [.failed, .completed]) }
                if case .incomplete = parsed { Issue.record("\(example.line) is no example") }
            }
        }
    }

    @Test(
        "a slip of the finger is answered with the command that was meant",
        arguments: [
            ("stauts", "status"), ("subscirbe R-12 failed", "subscribe R-12 failed"), ("hilfee", "hilfe"),
            ("vergis 3", "vergiss 3"), ("abonnire R-12", "abonniere R-12"), ("backup", "backups"),
        ])
    func slips(text: String, line: String) async throws {
        #expect(
            try await Assistant.test(nil, nil).answer(.from(text)).text == Phrase.didYouMean(line).text(.english))
    }

    @Test("a question is no slip; with a model only a single word can be one")
    func noSlips() async throws {
        let assistant = Assistant.test(nil, nil)
        for text in ["hello", "what failed?", "thanks", "help me", "forgot it", "x"] {
            #expect(Command.nearest(to: text) == nil, "\(text)")
            #expect(!(try await assistant.answer(.from(text)).text).isEmpty)
        }
        let model = ScriptedModel(.says("That one runs."))
        let answer = try await Assistant.test(nil, model).answer(.from("vergis 3"))
        #expect(answer.text.hasPrefix("That one runs."))
        #expect(try await Assistant.test(nil, model).answer(.from("stauts")).text.contains("`status`"))
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
            #expect(try await say("subscribe R-12").text == Phrase.subscribed("R-12", []).text(.english))
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
