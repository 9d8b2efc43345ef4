import Foundation
import Testing

@testable import LanguageModel

@Suite("Servers with OpenAI's protocol")
struct OpenAITests {
    private static func event(_ data: String) -> String { "data: \(data)\n\n" }
    private static func text(_ piece: String) -> String {
        event(#"{"choices":[{"index":0,"delta":{"content":"\#(piece)"},"finish_reason":null}]}"#)
    }
    private static func finish(_ reason: String) -> String {
        event(#"{"choices":[{"index":0,"delta":{},"finish_reason":"\#(reason)"}]}"#)
    }
    private static let usage = event(#"{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}"#)
    private static let done = event("[DONE]")

    @Test("streams text and thoughts, and takes the counts that come last")
    func streams() async throws {
        let thought = Self.event(
            #"{"choices":[{"delta":{"role":"assistant","content":null,"reasoning_content":"Hm"}}]}"#)
        let script = Script([
            ": connected\n\n", thought, Self.text("Hal"), Self.text("lo"), Self.finish("stop"), Self.usage, Self.done,
        ])
        try await withServer(script) { address, questions in
            let heard = Heard()
            var request = ChatRequest.asking("Hi")
            request.seed = 4
            request.format = ["type": "object"]
            let reply = try await OpenAICompatible(address: address + "/v1", key: "k").chat(request) { heard.add($0) }
            #expect(heard.all == [.reasoning("Hm"), .text("Hal"), .text("lo")])
            #expect(reply.text == "Hallo")
            #expect(reply.end == .finished)
            #expect(reply.usage == .init(prompt: 9, answer: 2))
            let expected = """
                {"max_tokens":1024,"messages":[{"content":"Hi","role":"user"}],"model":"stand-in",\
                "response_format":{"json_schema":{"name":"answer","schema":{"type":"object"},"strict":true},\
                "type":"json_schema"},"seed":4,"stream":true,"stream_options":{"include_usage":true}}
                """
            #expect(questions.all.first?.text == expected)
        }
    }

    @Test("puts calls together that come in pieces, and keeps what is no object as it is")
    func calls() async throws {
        func pieces(_ json: String) -> String { Self.event(#"{"choices":[{"delta":{"tool_calls":[\#(json)]}}]}"#) }
        let script = Script([
            pieces(#"{"index":0,"id":"a","function":{"name":"get","arguments":""}}"#),
            pieces(#"{"index":1,"id":"b","function":{"name":"list","arguments":"{\"x\""}}"#),
            pieces(#"{"index":0,"function":{"arguments":"{\"id\":"}}"#),
            pieces(#"{"index":0,"function":{"arguments":"1}"}}"#),
            pieces(#"{"index":2,"function":{"name":"none"}}"#), Self.finish("tool_calls"), Self.done,
        ])
        try await withServer(script) { address, _ in
            let heard = Heard()
            let reply = try await OpenAICompatible(address: address).chat(.asking("Hi")) { heard.add($0) }
            #expect(
                reply.calls == [
                    ToolCall(id: "a", name: "get", arguments: ["id": 1]),
                    ToolCall(id: "b", name: "list", arguments: .malformed(#"{"x""#)),
                    ToolCall(id: "call_3", name: "none", arguments: [:]),
                ])
            #expect(heard.all == reply.calls.map { .call($0) })
            #expect(reply.end == .finished)
        }
    }

    @Test("takes whole calls without an index for calls of their own")
    func wholeCalls() {
        var assembler = CallAssembler()
        for name in ["get", "list"] {
            _ = assembler.add(.init(id: name, function: .init(name: name, arguments: "{}")))
        }
        _ = assembler.add(.init(function: .init(arguments: "")))
        #expect(assembler.finished().map(\.name) == ["get", "list"])
    }

    @Test("sends calls and results back as the protocol has them")
    func conversation() {
        let call = ToolCall(id: "c", name: "get", arguments: .malformed("{x"))
        let body = OpenAICompatible.body(
            of: ChatRequest(model: "m", messages: [.assistant("", calls: [call]), .tool("T", of: call)]))
        let expected = #"""
            [{"content":null,"role":"assistant","tool_calls":[{"function":{"arguments":"{\"malformed\":\"{x\"}",\#
            "name":"get"},"id":"c","type":"function"}]},{"content":"T","role":"tool","tool_call_id":"c"}]
            """#
        #expect(body["messages"]?.text == expected)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        var script: Script
        var reason: ModelError.Reason
        /// ADDRESS stands for where the server is.
        var summary: String
        var testDescription: String { summary }
    }

    @Test(
        "a failed answer says why, and the next one succeeds",
        arguments: [
            Fault(
                script: Script([text("a"), event(#"{"error":{"message":"slot lost","type":"server_error"}}"#)]),
                reason: .failed, summary: "ADDRESS failed with stand-in: slot lost"),
            Fault(
                script: Script([text("a"), "error: {\"code\":500,\"message\":\"slot lost\"}\n\n"]), reason: .failed,
                summary: "ADDRESS failed with stand-in: slot lost"),
            Fault(
                script: Script(
                    [
                        #"{"error":{"message":"too long","type":"exceed_context_size_error","n_ctx":512}}"#
                    ], status: 400), reason: .contextExceeded,
                summary: "what stand-in is asked to read is longer than its context: too long"),
            Fault(
                script: Script(
                    [#"{"error":{"code":500,"message":"input (602 tokens) is too large to process"}}"#], status: 500),
                reason: .contextExceeded,
                summary: "what stand-in is asked to read is longer than its context: "
                    + "input (602 tokens) is too large to process"),
            Fault(
                script: Script([text("a")], ending: .cut), reason: .cut,
                summary: "the connection to ADDRESS ended before the answer of stand-in did"),
            Fault(
                script: Script([text("a"), done]), reason: .cut,
                summary: "the connection to ADDRESS ended before the answer of stand-in did"),
            Fault(
                script: Script([event("nonsense")]), reason: .nonsense,
                summary: #"ADDRESS answered about stand-in with something else than its protocol: "nonsense""#),
            Fault(
                script: Script([], status: 502), reason: .failed,
                summary: "ADDRESS failed with stand-in (HTTP 502) without saying why"),
            Fault(
                script: Script(
                    [#"{"error":{"message":"The model `x` does not exist","code":"model_not_found"}}"#], status: 404),
                reason: .missingModel, summary: "ADDRESS has no model stand-in"),
        ])
    func faults(fault: Fault) async throws {
        try await withServer(fault.script, Script([Self.text("b"), Self.finish("stop")])) { address, _ in
            let server = OpenAICompatible(address: address)
            let error = try await modelError { try await server.chat(.asking("Hi")) }
            #expect(error.reason == fault.reason)
            #expect(error.summary == fault.summary.replacing("ADDRESS", with: address))
            let next = try await server.chat(.asking("Hi"))
            #expect(next.text == "b", "an answer without [DONE] is whole when it said why it ended")
        }
    }

    @Test("comments are no sign of life, and pieces of a call are")
    func silence() async throws {
        let piece = Self.event(#"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":"t"}}]}}]}"#)
        let comments = Script([": ping\n\n", ": ping\n\n"], ending: .hang)
        let cases = [
            (comments, Patience(firstToken: .seconds(90), wholeAnswer: .seconds(9_000_000)), Patience.Wait.firstToken),
            (
                Script([piece], ending: .hang),
                Patience(firstToken: .seconds(8_000_000), nextToken: .seconds(20), wholeAnswer: .seconds(9_000_000)),
                .nextToken
            ),
        ]
        for (script, patience, wait) in cases {
            try await withServer(script) { address, _ in
                let clock = ManualClock()
                let server = OpenAICompatible(address: address, patience: patience, clock: clock)
                let error = try await modelError {
                    try await clock.passing { try await server.chat(.asking("Hi")) }
                }
                #expect(error.reason == .timeout(wait))
            }
        }
    }

    @Test("a key is in no error")
    func secrecy() async throws {
        try await withServer(Script(["{}"], status: 401)) { address, _ in
            let server = OpenAICompatible(address: address, key: "s3cret")
            let error = try await modelError { try await server.models() }
            #expect(error.reason == .unauthorized)
            #expect(!"\(error) \(error.hints)".contains("s3cret"))
        }
    }

    @Test("puts vectors into the order of their texts, and takes no wrong number of them")
    func embeds() async throws {
        let two = #"{"data":[{"index":1,"embedding":[0,1]},{"index":0,"embedding":[1,0]}],"usage":{"prompt_tokens":4}}"#
        try await withServer(Script([two])) { address, _ in
            let server = OpenAICompatible(address: address)
            let result = try await server.embed(["a", "b"], model: "m")
            #expect(result.vectors == [[1, 0], [0, 1]])
            #expect(result.tokens == 4)
            let error = try await modelError { try await server.embed(["a"], model: "m") }
            #expect(error.summary == "m at \(address) gave 2 vectors for 1 texts")
        }
    }

    @Test("describes a model by what servers add to the protocol")
    func describes() async throws {
        let models = #"{"data":[{"id":"a","max_model_len":4096},{"id":"b","meta":{"n_ctx_train":2048,"n_embd":384}}]}"#
        try await withServer(Script([models])) { address, _ in
            let server = OpenAICompatible(address: address, contextTokens: 3000, capabilities: [.chat])
            let first = try await server.describe("a")
            #expect(first.contextTokens == 3000)
            let second = try await server.describe("b")
            #expect(second.contextTokens == 2048)
            #expect(second.dimensions == 384)
            #expect(try await server.acting(with: "a") is SchemaBound)
            let error = try await modelError { try await server.ensure("c") }
            #expect(error.reason == .missingModel)
        }
    }
}
