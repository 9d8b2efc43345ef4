import JSONValues
import PostgresTesting
import Testing

@testable import LanguageModel
@testable import OllamaStandIn

@Suite("Schema-bound actions")
struct ActionTests {
    private static let listing = Tool(
        name: "list", description: "Lists.",
        parameters: [
            "type": "object", "properties": ["state": ["$ref": "#/$defs/State"]], "required": ["state"],
            "$defs": ["State": ["enum": ["open", "done"]]],
        ])
    private static let actions = ActionSchema(tools: [.release, listing])

    @Test("tools become one schema, and their references still point to their definitions")
    func schema() {
        let expected = """
            {"$defs":{"list.State":{"enum":["open","done"]}},"anyOf":[\
            {"additionalProperties":false,"properties":{"action":{"const":"answer"},"text":{"type":"string"}},\
            "required":["action","text"],"type":"object"},\
            {"additionalProperties":false,"properties":{"action":{"const":"release__get"},"arguments":\
            {"properties":{"id":{"type":"string"}},"required":["id"],"type":"object"}},\
            "required":["action","arguments"],"type":"object"},\
            {"additionalProperties":false,"properties":{"action":{"const":"list"},"arguments":\
            {"properties":{"state":{"$ref":"#/$defs/list.State"}},"required":["state"],"type":"object"}},\
            "required":["action","arguments"],"type":"object"}]}
            """
        #expect(Self.actions.schema.text == expected)
        #expect(ActionSchema(tools: [Tool(name: "answer", description: "")]).answerName == "answer_to_person")
    }

    @Test("reads an answer and a call")
    func reads() throws {
        #expect(try Self.actions.parse(#" {"action":"answer","text":"Hi"} "#) == .answer("Hi"))
        #expect(
            try Self.actions.parse(#"{"action":"release__get","arguments":{"id":"R1"}}"#)
                == .call(name: "release__get", arguments: ["id": "R1"]))
    }

    @Test(
        "mends nothing, and says what is wrong",
        arguments: [
            ("", "it is not JSON"), ("Sure! {\"action\":\"answer\",\"text\":\"x\"}", "it is not JSON"),
            ("```json\n{\"action\":\"answer\",\"text\":\"x\"}\n```", "it is not JSON"),
            (#"{"action":"answer","text":"x""#, "it is not JSON"), ("[]", "it is not a JSON object"),
            ("{}", #"it has no text named "action""#), (#"{"action":"answer"}"#, #"it has no text named "text""#),
            (#"{"action":"answer","text":"x","more":1}"#, #""more" has no place in it"#),
            (
                #"{"action":"delete","arguments":{}}"#,
                #"there is no action "delete"; there are: answer, release__get, list"#
            ),
            (#"{"action":"list","arguments":"open"}"#, #""list" needs an object named "arguments""#),
            (#"{"action":"list","arguments":{}}"#, #""list" needs an argument "state""#),
            (#"{"action":"list","arguments":{"state":"open"},"text":"x"}"#, #""text" has no place in it"#),
        ])
    func refuses(text: String, reason: String) {
        let error = #expect(throws: ModelError.self) { try Self.actions.parse(text) }
        #expect(error?.reason == .invalidAction)
        #expect(error?.summary == "what the model wrote is no action: \(reason)")
    }

    @Test("whatever a model writes is an action or refused (seed 31)")
    func fuzz() {
        var generator = SeededGenerator(seed: 31)
        let parts = [
            "{", "}", "\"action\"", ":", "\"answer\"", ",", "\"text\"", "\"x\"", "\"list\"", "\"arguments\"", "[", "1",
            " ",
        ]
        var accepted = 0
        for _ in 0..<5_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...12, using: &generator) {
                text += parts.randomElement(using: &generator) ?? ""
            }
            let action = try? Self.actions.parse(text)
            if action != nil { accepted += 1 }
        }
        let valid = #"{"action":"answer","text":"x"}"#
        for place in valid.indices { #expect((try? Self.actions.parse(String(valid[..<place]))) == nil) }
        #expect(accepted < 50)
    }

    private static let plain = StandInModel(name: "plain:latest", capabilities: ["completion"])

    @Test("a model without tool calls gets them by a schema, and its history in its own words")
    func bound() async throws {
        try await withStandIn(OllamaStandIn(models: [Self.plain])) { standIn, address in
            let server = try await Ollama(address: address).acting(with: "plain")
            #expect(server is SchemaBound)
            let again = try await server.acting(with: "plain") as? SchemaBound
            #expect(again?.server is Ollama, "bound once is enough")
            standIn.script(.steps(.text(#"{"action":"release__get","#), .text(#""arguments":{"id":"R1"}}"#)))
            var request = ChatRequest.asking("R1?", model: "plain", tools: [.release])
            let heard = Heard()
            let reply = try await server.chat(request) { heard.add($0) }
            let call = ToolCall(id: "call_1", name: "release__get", arguments: ["id": "R1"])
            #expect(reply.calls == [call])
            #expect(reply.text.isEmpty)
            #expect(heard.all == [.call(call)])

            standIn.script(.steps(.text(#"{"action":"answer","text":"It runs."}"#)))
            request.messages += [reply.message, .tool("running", of: call)]
            let answer = try await server.chat(request) { heard.add($0) }
            #expect(answer.text == "It runs.")
            #expect(heard.all.last == .text("It runs."))

            var bodies: [JSON] = []
            for await event in standIn.events {
                guard case .asked("/api/chat", let body) = event else { continue }
                bodies.append(try JSON(parsing: body))
                if bodies.count == 2 { break }
            }
            let last = try #require(bodies.last)
            #expect(last["tools"] == nil)
            #expect(last["format"] == ActionSchema(tools: [.release]).schema)
            #expect(
                last["messages"]?.array?.dropFirst() == [
                    ["role": "user", "content": "R1?"],
                    ["role": "assistant", "content": #"{"action":"release__get","arguments":{"id":"R1"}}"#],
                    ["role": "user", "content": #"{"result":"running","tool":"release__get"}"#],
                ])
        }
    }

    @Test("nonsense is reported, told to the model, and given up after the last attempt")
    func nonsense() async throws {
        try await withStandIn(OllamaStandIn(models: [Self.plain])) { standIn, address in
            let server = SchemaBound(server: Ollama(address: address), attempts: 2)
            let request = ChatRequest.asking("R1?", model: "plain", tools: [.release])
            standIn.script(.steps(.text("Well.")), .steps(.text(#"{"action":"answer","text":"Hi"}"#)))
            let heard = Heard()
            let reply = try await server.chat(request) { heard.add($0) }
            #expect(reply.text == "Hi")
            guard case .rejected("Well.", let because) = heard.all.first else {
                Issue.record("nothing was reported")
                return
            }
            #expect(because.summary == "what the model wrote is no action: it is not JSON")

            standIn.script(.steps(.text("Well.")), .steps(.text("Hm.")), .steps(.text("never asked")))
            let error = try await modelError { try await server.chat(request) }
            #expect(error.reason == .invalidAction)
            #expect(standIn.nextAnswer() == .steps(.text("never asked")))
        }
    }

    @Test("an action that was cut is none, even where it reads as one")
    func cut() async throws {
        try await withStandIn(OllamaStandIn(models: [Self.plain])) { standIn, address in
            let server = SchemaBound(server: Ollama(address: address), attempts: 1)
            standIn.script(.steps(.text(#"{"action":"answer","text":"Hi"}"#), .end("length")))
            let error = try await modelError {
                try await server.chat(.asking("R1?", model: "plain", tools: [.release]))
            }
            #expect(error.summary == "what the model wrote is no action: it was cut before its end")
        }
    }

    @Test("a model with tool calls is left as it is, and a request without tools passes unchanged")
    func unbound() async throws {
        try await withStandIn { _, address in
            #expect(try await Ollama(address: address).acting(with: "stand-in") is Ollama)
            let reply = try await SchemaBound(server: Ollama(address: address)).chat(.asking("Hi"))
            #expect(reply.text.hasPrefix("I am a stand-in"))
        }
    }

    @Test("asking a model for tools it has not is an error that says so")
    func unsupported() async throws {
        try await withStandIn(OllamaStandIn(models: [Self.plain])) { _, address in
            let error = try await modelError {
                try await Ollama(address: address).chat(.asking("R1?", model: "plain", tools: [.release]))
            }
            #expect(error.reason == .unsupported)
            #expect(error.summary == "plain at \(address) cannot do that: plain:latest does not support tools")
        }
    }
}
