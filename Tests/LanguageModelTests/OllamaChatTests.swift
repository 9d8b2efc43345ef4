import Foundation
import OllamaStandIn
import Testing

@testable import LanguageModel

@Suite("Chat with Ollama")
struct OllamaChatTests {
    @Test("passes each piece on as it comes, and ends with the whole, its counts and its reason")
    func streams() async throws {
        try await withStandIn { standIn, address in
            standIn.script(.steps(.thought("Hm."), .text("Hal"), .blank, .text("lo ü")))
            let heard = Heard()
            let reply = try await Ollama(address: address).chat(.asking("Hi")) { heard.add($0) }
            #expect(heard.all == [.reasoning("Hm."), .text("Hal"), .text("lo ü")])
            #expect(reply.text == "Hallo ü")
            #expect(reply.reasoning == "Hm.")
            #expect(reply.end == .finished)
            #expect(reply.usage == .init(prompt: 4, answer: 4))
            #expect(reply.message == .assistant("Hallo ü"))
        }
    }

    @Test("gets tool calls with their arguments, and makes an id where the server has none")
    func calls() async throws {
        try await withStandIn { standIn, address in
            standIn.script(
                .steps(.call("release__get", arguments: #"{"id":"R1","n":2}"#), .call("release__get", arguments: "[1]"))
            )
            let heard = Heard()
            let reply = try await Ollama(address: address).chat(.asking("Hi", tools: [.release])) { heard.add($0) }
            let calls = [
                ToolCall(id: "call_1", name: "release__get", arguments: ["id": "R1", "n": 2]),
                ToolCall(id: "call_2", name: "release__get", arguments: .malformed("[1]")),
            ]
            #expect(reply.calls == calls)
            #expect(heard.all == calls.map { .call($0) })
        }
    }

    @Test("asks in Ollama's protocol, and never lets the server cut in silence")
    func asks() async throws {
        let call = ToolCall(id: "c", name: "release__get", arguments: ["id": "R1"])
        var request = ChatRequest(
            model: "m",
            messages: [.system("S"), .user("U"), .assistant("", calls: [call]), .tool("T", of: call), .assistant("A")],
            tools: [.release])
        request.maximumTokens = 7
        request.temperature = 0.5
        request.seed = 3
        request.stop = ["x"]
        request.thinks = false
        let body = Ollama(address: "http://h", contextTokens: 99, keepAlive: "-1").body(of: request)
        let expected = """
            {"keep_alive":-1,"messages":[{"content":"S","role":"system"},{"content":"U","role":"user"},\
            {"content":"","role":"assistant","tool_calls":[{"function":{"arguments":{"id":"R1"},"name":"release__get"},\
            "id":"c"}]},{"content":"T","role":"tool","tool_call_id":"c","tool_name":"release__get"},\
            {"content":"A","role":"assistant"}],"model":"m",\
            "options":{"num_ctx":99,"num_predict":7,"seed":3,"stop":["x"],"temperature":0.5},"shift":false,"stream":true,\
            "think":false,"tools":[{"function":{"description":"Reads one release.","name":"release__get",\
            "parameters":{"properties":{"id":{"type":"string"}},"required":["id"],"type":"object"}},"type":"function"}],\
            "truncate":false}
            """
        #expect(body.text == expected)
    }

    @Test("puts lines and characters together that arrive in parts")
    func parts() async throws {
        let line = Array(#"{"message":{"content":"Grüße 🚀"},"done":false}"#.utf8)
        let parts = line.map { StandInAnswer.Step.raw([$0]) } + [.raw(Array("\r\n\n".utf8))]
        try await withStandIn { standIn, address in
            standIn.script(.steps(parts))
            let reply = try await Ollama(address: address).chat(.asking("Hi"))
            #expect(reply.text == "Grüße 🚀")
        }
    }

    @Test(
        "says whether an answer is complete",
        arguments: [
            ("stop", 5, ChatReply.End.finished), ("length", 2, .tokenLimit), ("length", 5, .contextFull),
            ("load", 5, .other("load")),
        ])
    func ends(reason: String, limit: Int, end: ChatReply.End) async throws {
        try await withStandIn { standIn, address in
            standIn.script(.steps(.text("a"), .text("b"), .end(reason)))
            var request = ChatRequest.asking("Hi")
            request.maximumTokens = limit
            let reply = try await Ollama(address: address).chat(request)
            #expect(reply.end == end)
        }
    }

    @Test("is refused what is longer than the context, and learns of it")
    func contextExceeded() async throws {
        try await withStandIn { _, address in
            let long = String(repeating: "word ", count: 1000)
            let error = try await modelError {
                try await Ollama(address: address, contextTokens: 512).chat(.asking(long))
            }
            #expect(error.reason == .contextExceeded)
            #expect(error.summary.hasPrefix("what stand-in is asked to read is longer than its context: the prompt is"))
            #expect(try await Ollama(address: address, contextTokens: 2048).chat(.asking(long)).promptSeemsCut == false)
        }
    }

    @Test("notices that an old server has cut the prompt in silence")
    func cutInSilence() async throws {
        try await withStandIn(OllamaStandIn(cutsInSilence: true)) { _, address in
            let long = String(repeating: "word ", count: 2000)
            let server = Ollama(address: address, contextTokens: 512)
            let cut = try await server.chat(.asking(long))
            #expect(cut.promptSeemsCut)
            let whole = try await server.chat(.asking("Hi"))
            #expect(!whole.promptSeemsCut)
        }
    }

    @Test("a model that calls tools for ever comes to an end")
    func toolLoop() async throws {
        try await withStandIn { standIn, address in
            let server = Ollama(address: address)
            var request = ChatRequest.asking("release R1?", tools: [.release])
            var budget = ToolBudget(calls: 10, repeats: 2)
            let error = try await modelError {
                while true {
                    standIn.script(.steps(.call("release__get", arguments: #"{"id":"R1"}"#)))
                    let reply = try await server.chat(request)
                    try budget.admit(reply.calls)
                    request.messages += [reply.message, .tool("running", of: reply.calls[0])]
                }
            }
            #expect(error.reason == .toolLoop)
            #expect(error.summary == "the model asked for release__get with the same arguments more than 2 times")
            #expect(request.messages.count == 5)
        }
    }

    @Test("so many calls a turn, however they differ")
    func manyCalls() throws {
        var budget = ToolBudget(calls: 3, repeats: 2)
        try budget.admit((0..<3).map { ToolCall(id: "", name: "t", arguments: ["n": .integer($0)]) })
        let error = #expect(throws: ModelError.self) { try budget.admit([ToolCall(id: "", name: "u", arguments: [:])]) }
        #expect(error?.summary == "the model asked for more than 3 tool calls without answering")
    }
}
