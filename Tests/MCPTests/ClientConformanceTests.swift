import Hummingbird
import JSONValues
import MCP
import Synchronization
import Testing

/// What the public conformance suite asks of clients, scenario by scenario.
@Suite struct ClientConformanceTests {
    @Test("request-metadata: every request says all it must, and a refused version is tried again")
    func requestMetadata() async throws {
        let rejected = Mutex(false)
        let fake = FakeServer { seen in
            if rejected.withLock({ was in
                defer { was = true }; return !was
            }) {
                return .error(
                    seen, -32022, data: ["supported": ["2026-07-28"], "requested": "2026-07-28"], status: .badRequest)
            }
            return try await FakeServer.modern().answer(seen)
        }
        try await fake.run { url in _ = try await client(url, elicitation: { _ in .decline }).call("echo") }
        #expect(fake.seen.map(\.method) == ["server/discover", "server/discover", "tools/list", "tools/call"])
        for seen in fake.seen {
            #expect(seen.headers["mcp-protocol-version"] == "2026-07-28")
            #expect(seen.meta["io.modelcontextprotocol/protocolVersion"] == "2026-07-28")
            #expect(seen.meta["io.modelcontextprotocol/clientInfo"] == ["name": "tests", "version": "1"])
            #expect(seen.meta["io.modelcontextprotocol/clientCapabilities"] == ["elicitation": [:]])
            #expect(seen.headers["accept"] == "application/json, text/event-stream")
            #expect(seen.headers["content-type"] == "application/json" && seen.headers["mcp-session-id"] == nil)
        }
    }

    @Test("http-standard-headers: method and name stand in the headers")
    func standardHeaders() async throws {
        let fake = FakeServer.modern(tools: [FakeServer.tool("my-hyphenated-tool")])
        try await fake.run { url in _ = try await client(url).call("my-hyphenated-tool") }
        #expect(fake.seen.map { $0.headers["mcp-method"] } == ["server/discover", "tools/list", "tools/call"])
        #expect(fake.seen.map { $0.headers["mcp-name"] } == [nil, nil, "my-hyphenated-tool"])
    }

    @Test(
        "http-custom-headers: marked arguments stand in the headers, and a changed list is fetched when they do not fit"
    )
    func customHeaders() async throws {
        let mismatch = Mutex(true)
        let fake = FakeServer.modern(tools: [
            FakeServer.tool(
                "run",
                properties: [
                    "region": ["type": "string", "x-mcp-header": "Region"],
                    "n": ["type": "integer", "x-mcp-header": "N"], "on": ["type": "boolean", "x-mcp-header": "On"],
                    "none": ["type": "string", "x-mcp-header": "None"], "plain": ["type": "string"],
                ])
        ]) { seen in
            if mismatch.withLock({ was in
                defer { was = false }; return was
            }) {
                return .error(seen, -32020, status: .badRequest)
            }
            return .result(seen, ["content": []])
        }
        try await fake.run { url in
            _ = try await client(url).call(
                "run", arguments: ["region": "Hello, 世界", "n": -7, "on": true, "none": .null, "plain": "x"])
        }
        let call = try #require(fake.seen("tools/call").last)
        #expect(call.headers["mcp-param-region"] == "=?base64?SGVsbG8sIOS4lueVjA==?=")
        #expect(call.headers["mcp-param-n"] == "-7" && call.headers["mcp-param-on"] == "true")
        #expect(call.headers["mcp-param-none"] == nil && call.headers["mcp-param-plain"] == nil)
        #expect(fake.seen("tools/list").count == 2 && fake.seen("tools/call").count == 2)
    }

    @Test("http-invalid-tool-headers: only the tool that cannot be called is left out")
    func invalidToolHeaders() async throws {
        let fake = FakeServer.modern(tools: [
            FakeServer.tool("bad", properties: ["x": ["type": "number", "x-mcp-header": "X"]]), FakeServer.tool("good"),
            ["name": "no schema"], 5,
        ])
        try await fake.run { url in
            let client = client(url)
            let tools = try await client.tools()
            #expect(tools.map(\.name) == ["good"])
            await #expect { _ = try await client.call("bad") } throws: { ($0 as? MCPError)?.reason == .unknownTool }
        }
    }

    @Test("sep-2322: what is asked back is answered, with the state as it came, a new id, and for that call alone")
    func inputRequired() async throws {
        let asked: JSON = [
            "confirm": [
                "method": "elicitation/create",
                "params": [
                    "message": "Sure?",
                    "requestedSchema": ["type": "object", "properties": ["confirmed": ["type": "boolean"]]],
                ],
            ]
        ]
        let state = "{\"nonce\": \"ü\" , \"b\":1 }"
        let fake = FakeServer.modern(tools: ["stateful", "stateless", "plain"].map { FakeServer.tool($0) }) { seen in
            guard seen.params["name"] != "plain", seen.params["inputResponses"] == nil else {
                return .result(seen, ["content": [["type": "text", "text": "ok"]]])
            }
            var result: JSON = ["resultType": "input_required", "inputRequests": asked]
            if seen.params["name"] == "stateful", case .object(var members) = result {
                members["requestState"] = .string(state)
                result = .object(members)
            }
            return .result(seen, result)
        }
        try await fake.run { url in
            let client = client(url, elicitation: { $0.message == "Sure?" ? .accept(["confirmed": true]) : .cancel })
            for tool in ["stateful", "stateless", "plain"] {
                let result = try await client.call(tool)
                #expect(result == .text("ok"))
            }
        }
        let calls = fake.seen("tools/call")
        #expect(Set(calls.compactMap { $0.body["id"] }).count == 5 && calls.count == 5)
        #expect(calls[1].params["requestState"] == .string(state) && calls[3].params["requestState"] == nil)
        #expect(calls[1].params["inputResponses"] == ["confirm": ["action": "accept", "content": ["confirmed": true]]])
        #expect(calls[4].params["inputResponses"] == nil && calls[4].params["requestState"] == nil)
    }

    @Test("a server that asks back for ever, or what nobody can answer, is given up")
    func endlessQuestions() async throws {
        let fake = FakeServer.modern { seen in
            .result(
                seen,
                [
                    "resultType": "input_required",
                    "inputRequests": [
                        "a": ["method": seen.params["name"] == "roots" ? "roots/list" : "elicitation/create"]
                    ],
                ])
        }
        try await fake.run { url in
            let client = client(url, elicitation: { _ in .decline })
            await #expect { _ = try await client.call("echo") } throws: { "\($0)".contains("more than 8 times") }
            await #expect { _ = try await client.call("roots") } throws: { ($0 as? MCPError)?.reason == .inputRequired }
        }
        #expect(fake.seen("tools/call").count == 10)
    }

    @Test("json-schema-ref-no-deref: schemas stay as they came, and nothing is fetched")
    func references() async throws {
        let fetched = Mutex(0)
        let trap = FakeServer { _ in
            fetched.withLock { $0 += 1 }
            return Response(status: .ok)
        }
        try await trap.run { address in
            let schema: JSON = [
                "type": "object", "$schema": "https://json-schema.org/draft/2020-12/schema",
                "properties": ["a": ["$ref": .string(address)]], "$defs": ["x": true], "unevaluatedProperties": false,
            ]
            let fake = FakeServer.modern(tools: [
                ["name": "t", "inputSchema": schema, "outputSchema": ["type": "object"]]
            ]) {
                .result($0, ["content": [], "structuredContent": [:]])
            }
            try await fake.run { url in
                let client = client(url)
                #expect(try await client.tools().first?.inputSchema == schema)
                _ = try await client.call("t", arguments: ["a": 1])
            }
        }
        #expect(fetched.withLock { $0 } == 0)
    }

    @Test("initialize: a server of the era before gets a handshake, and its session in every request")
    func initialize() async throws {
        let fake = FakeServer.legacy { seen in .result(seen, ["content": []]) }
        try await fake.run { url in
            let client = client(url)
            _ = try await client.call("echo")
            await client.close()
        }
        #expect(
            fake.seen.map(\.method) == [
                "server/discover", "initialize", "notifications/initialized", "tools/list", "tools/call", "DELETE",
            ])
        let initialize = fake.seen[1]
        #expect(initialize.headers["mcp-session-id"] == nil && initialize.headers["mcp-protocol-version"] == nil)
        #expect(initialize.params["protocolVersion"] == "2025-11-25")
        for seen in fake.seen.dropFirst(2) {
            #expect(seen.headers["mcp-session-id"] == "s1" && seen.headers["mcp-protocol-version"] == "2025-11-25")
            #expect(seen.headers["mcp-method"] == nil)
        }
    }

    @Test("elicitation-sep1034: what a person leaves out gets its default")
    func elicitationDefaults() async throws {
        let schema: JSON = [
            "type": "object",
            "properties": [
                "name": ["type": "string", "default": "John"], "age": ["type": "integer", "default": 30],
                "score": ["type": "number", "default": 95.5], "verified": ["type": "boolean", "default": true],
            ],
        ]
        let answers = AsyncStream.makeStream(of: JSON.self)
        let fake = FakeServer.legacy { seen in
            guard seen.method == "tools/call" else {
                if let result = seen.body["result"] { answers.continuation.yield(result) }
                return Response(status: .accepted)
            }
            return Response(
                status: .ok, headers: [.contentType: "text/event-stream"],
                body: ResponseBody { writer in
                    let question: JSON = [
                        "jsonrpc": "2.0", "id": "q", "method": "elicitation/create",
                        "params": ["message": "Who?", "requestedSchema": schema],
                    ]
                    try await writer.write(ByteBuffer(string: "data: \(question.text)\n\n"))
                    for await answer in answers.stream {
                        let result: JSON = [
                            "jsonrpc": "2.0", "id": seen.body["id"] ?? .null,
                            "result": ["content": [], "structuredContent": answer],
                        ]
                        try await writer.write(ByteBuffer(string: "data: \(result.text)\n\n"))
                        break
                    }
                    try await writer.finish(nil)
                })
        }
        let result = try await fake.run { url in
            try await client(url, elicitation: { _ in .accept(["name": "Eva"]) }).call("echo")
        }
        #expect(
            result.structuredContent == [
                "action": "accept", "content": ["name": "Eva", "age": 30, "score": 95.5, "verified": true],
            ])
    }

    @Test("sse-retry: a stream that ends early is taken up where it ended, after the time the server wants")
    func retry() async throws {
        let waiting = Mutex<JSON>(.null)
        let fake = FakeServer.legacy { seen in
            if seen.verb == "GET" {
                return .events([
                    [
                        "jsonrpc": "2.0", "id": waiting.withLock { $0 },
                        "result": ["content": [], "structuredContent": 1],
                    ]
                ])
            }
            waiting.withLock { $0 = seen.body["id"] ?? .null }
            return .text("id: event-1\nretry: 20\ndata:\n\n", type: "text/event-stream")
        }
        let start = ContinuousClock.now
        let result = try await fake.run { url in try await client(url).call("echo") }
        #expect(result.structuredContent == 1)
        #expect(ContinuousClock.now - start >= .milliseconds(20))
        #expect(fake.seen("GET").map { $0.headers["last-event-id"] } == ["event-1"])
        #expect(fake.seen("tools/call").count == 1)
    }
}
