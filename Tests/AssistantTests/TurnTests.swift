import Foundation
import JSONValues
import LanguageModel
import MCP
import PostgresTesting
import Records
import Testing

@testable import Assistant

/// From a question to its answer, with a real tool server and a real database.
@Suite(.postgresWithVector) struct TurnTests {
    private static let page = MCP.Tool(
        name: "get_release", title: "Get a release", description: "Says where a release stands.",
        inputSchema: [
            "type": "object", "properties": ["release": ["type": "string"]], "required": ["release"],
        ], annotations: .reading
    ) { call in
        .structured([
            "release": [
                "title": "Payment 4.2", "status": "FAILED", "link": "https://release.example/#/releases/R1",
                "id": call["release"] ?? .null,
            ]
        ])
    }

    @Test("answers with what a tool said, names the page it was read from, and keeps both sides")
    func cites() async throws {
        try await withRecords { records, _ in
            try await withTools([Self.page]) { client, _ in
                let model = ScriptedModel(
                    .call("lab__get_release", ["release": "R1"]), .says("Payment 4.2 has failed [1]."))
                let surroundings = ToldSurroundings()
                let assistant = Assistant.test(records, model, servers: [client], surroundings: surroundings)
                let answer = try await assistant.answer(.from("How is R1?"))
                #expect(answer.text == "Payment 4.2 has failed [1].")
                #expect(answer.author == .model)
                let citation = try #require(answer.citations.first)
                #expect(citation.number == 1 && citation.title == "Payment 4.2")
                #expect(citation.link == "https://release.example/#/releases/R1")
                #expect(citation.source == "lab: get_release")
                #expect(abs(citation.read.timeIntervalSinceNow) < 600)
                let history = try await records.conversations.history(of: "c")
                #expect(history.map(\.text) == ["How is R1?", "Payment 4.2 has failed [1]."])
                #expect(history.map(\.role) == [.person, .assistant])
                #expect(
                    surroundings.events.contains { event in
                        if case .toolCall("lab", "get_release", _, true) = event { true } else { false }
                    })
                let log = try await records.activity.newest()
                #expect(log.map(\.action) == ["tool read"])
                #expect(log.first?.actor == "ada" && log.first?.subject == "lab/get_release")
            }
        }
    }

    @Test("puts the numbers of what was read behind an answer that names none")
    func numbersBehind() async throws {
        try await withTools([Self.page]) { client, _ in
            let model = ScriptedModel(.call("lab__get_release", ["release": "R1"]), .says("It has failed."))
            let answer = try await Assistant.test(nil, model, servers: [client]).answer(.from("How is R1?"))
            #expect(answer.text.hasPrefix("It has failed. [1]"))
            #expect(answer.citations.map(\.title) == ["Payment 4.2"])
        }
    }

    @Test("shows the model what was said before, and a question that is done again only once")
    func history() async throws {
        try await withRecords { records, _ in
            let model = ScriptedModel(.says("Yes."))
            let assistant = Assistant.test(records, model)
            _ = try await assistant.answer(.from("First?"))
            _ = try await assistant.answer(.from("Second?"))
            let sent = try #require(model.requests.last?.messages)
            #expect(sent.dropFirst().map(\.text) == ["First?", "Yes.", "Second?"])
            // As after a crash in the middle: recorded, and not answered.
            try await records.conversations.append(
                conversation: "c", person: "ada", role: .person, text: "Third?", channel: "test")
            var repeated = Question.from("Third?")
            repeated.isRepeated = true
            _ = try await assistant.answer(repeated)
            #expect(model.requests.last?.messages.filter { $0.text == "Third?" }.count == 1)
            #expect(try await records.conversations.history(of: "c").count == 6)
        }
    }

    @Test("without a database it answers, and says that it remembers nothing")
    func withoutDatabase() async throws {
        try await withTools([Self.page]) { client, _ in
            let model = ScriptedModel(.call("lab__get_release", ["release": "R1"]), .says("It has failed [1]."))
            let assistant = Assistant.test(nil, model, servers: [client])
            let answer = try await assistant.answer(.from("How is R1?"))
            #expect(
                answer.text == "It has failed [1].\n\n" + Phrase.remembersNothing.text(.english))
            #expect(answer.citations.count == 1)
            let german = try await assistant.answer(.from(.ada, "Und?", .personal, .german))
            #expect(german.text.hasSuffix(Phrase.remembersNothing.text(.german)))
        }
    }

    @Test("without a model it says so, and what was said is not lost")
    func withoutModel() async throws {
        try await withRecords { records, _ in
            let answer = try await Assistant.test(records, nil).answer(.from("How is R1?"))
            #expect(answer.text == Phrase.noModel.text(.english))
            #expect(answer.author == .program)
            #expect(try await records.conversations.history(of: "c").first?.text == "How is R1?")
        }
    }

    @Test("a model that breaks off keeps what it had said, and the reason follows; the next question is answered")
    func breaks() async throws {
        try await withRecords { records, _ in
            let model = ScriptedModel(
                .breaks(after: "It is", ModelError(.cut, "the connection to the model broke")), .says("Fine now."))
            let assistant = Assistant.test(records, model)
            let broken = try await assistant.answer(.from("How is R1?"))
            #expect(
                broken.text
                    == "It is\n\n" + Phrase.modelFailed("the connection to the model broke").text(.english))
            #expect(try await assistant.answer(.from("And now?")).text == "Fine now.")
            #expect(model.requests.last?.messages.map(\.text).contains("It is") == true, "without the note")
        }
    }

    @Test("a model that says nothing, or calls tools for ever, ends in a sentence", arguments: [true, false])
    func senseless(isSilent: Bool) async throws {
        try await withTools([.reading("look") { "nothing new" }]) { client, _ in
            let number = Counter()
            let model = ScriptedModel { _ in
                isSilent ? .says("  ") : .call("lab__look", ["n": .integer(number.next())])
            }
            let surroundings = ToldSurroundings()
            let assistant = Assistant.test(nil, model, servers: [client], surroundings: surroundings)
            let answer = try await assistant.answer(.from("Anything?"))
            let phrase = isSilent ? Phrase.modelSilent : .stepLimit
            #expect(answer.text.contains(phrase.text(.english)))
            #expect(surroundings.events.contains(.stepLimit) == !isSilent)
            #expect(model.requests.count <= Assistant.Options().steps)
        }
    }

    @Test("what the model asks for in vain it is told, and goes on")
    func nonsense() async throws {
        try await withTools([Self.page]) { client, _ in
            let model = ScriptedModel(
                .call("lab__drop_everything"), .call("lab__get_release", ["number": 1]), .says("I could not look."))
            let answer = try await Assistant.test(nil, model, servers: [client]).answer(.from("How is R1?"))
            #expect(answer.text.hasPrefix("I could not look."))
            #expect(model.requests[1].lastToolText == "There is no tool lab__drop_everything.")
            #expect(model.requests[2].lastToolText?.hasPrefix("The arguments do not fit: ") == true)
            #expect(answer.citations.isEmpty)
        }
    }

    @Test("a person who stops the answer stops it, and nothing is said after")
    func stopped() async throws {
        let recorder = Recorder(stopsAtPiece: true)
        let assistant = Assistant.test(nil, ScriptedModel(.says("a long answer")))
        await #expect(throws: Recorder.Stopped.self) { try await assistant.answer(.from("Tell me"), to: recorder) }
        #expect(recorder.answers.isEmpty)
        #expect(try await assistant.answer(.from("Again")).text.hasPrefix("a long answer"))
    }

    @Test("a model without tool calls is bound to actions, and uses the tools all the same")
    func schemaBound() async throws {
        try await withTools([Self.page]) { client, _ in
            let model = ScriptedModel(
                capabilities: [.chat]
            ) { request in
                #expect(request.tools.isEmpty && request.format != nil)
                return request.messages.count < 4
                    ? .says(#"{"action":"lab__get_release","arguments":{"release":"R1"}}"#)
                    : .says(#"{"action":"answer","text":"It has failed [1]."}"#)
            }
            let answer = try await Assistant.test(nil, model, servers: [client]).answer(.from("How is R1?"))
            #expect(answer.text.hasPrefix("It has failed [1]."))
            #expect(answer.citations.count == 1)
        }
    }

    @Test("offers the tools that fit where not all have room, and finds the others by words")
    func roomForTools() async throws {
        let many = (0..<60).map { number in
            MCP.Tool(
                name: "tool_\(number)", description: String(repeating: "Does thing \(number). ", count: 20),
                inputSchema: ["type": "object", "properties": [:]], annotations: .reading
            ) { _ in .text("ok") }
        }
        try await withTools(many + [Self.page]) { client, _ in
            let asked = Counter()
            let model = ScriptedModel(contextTokens: 8192) { request in
                let names = request.tools.map(\.name)
                if asked.next() == 1 {
                    #expect(names.contains("lab__get_release") && names.contains("reva__find_tools"))
                    #expect(!names.contains("lab__tool_59"))
                    return .call("reva__find_tools", ["words": "thing 59"])
                }
                #expect(names.contains("lab__tool_59"))
                return .says("Found.")
            }
            let answer = try await Assistant.test(nil, model, servers: [client])
                .answer(.from("Get the release Payment"))
            #expect(answer.text.hasPrefix("Found."))
        }
    }
}
