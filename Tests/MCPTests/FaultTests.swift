import Hummingbird
import JSONValues
import Synchronization
import Testing

@testable import MCP

/// Servers that hang, flood, lie or die: the client says what is wrong, and goes on.
@Suite struct FaultTests {
    /// What the first call fails with, when the tool's answers are these; the second one is answered well.
    private func failure(
        options: MCPClient.Options = MCPClient.Options(), timeout: Duration? = nil,
        tool: JSON = FakeServer.tool("echo"),
        _ answer: @escaping FakeServer.Answer
    ) async throws -> MCPError? {
        let calls = Mutex(0)
        let fake = FakeServer.modern(tools: [tool]) { seen in
            guard
                calls.withLock({
                    $0 += 1; return $0
                }) == 1
            else { return .result(seen, ["content": []]) }
            return try await answer(seen)
        }
        return try await fake.run { url in
            let client = client(url, options: options)
            _ = try await client.tools()
            var failure: MCPError?
            // A short time may be over before the call has arrived: then it is made again.
            repeat {
                failure = await #expect(throws: MCPError.self) { _ = try await client.call("echo", timeout: timeout) }
            } while calls.withLock { $0 } == 0
            let next = try await client.call("echo")
            #expect(next == ToolResult(content: []), "the next call succeeds")
            return failure
        }
    }

    @Test(
        "a server that lies is not believed",
        arguments: [
            (Response.text("<html>", type: "text/html"), "answered with the content type text/html"),
            (.text("{", type: "application/json"), "its answer is no message"),
            (.text("[]", type: "application/json"), "its answer is no message"),
            (
                .text("{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":{}}", type: "application/json"),
                "answered another request"
            ),
            (.text("{\"jsonrpc\":\"2.0\",\"method\":\"x\"}", type: "application/json"), "answered another request"),
            (.text("data: {\n\n", type: "text/event-stream"), "an event is no message"),
            (Response(status: .accepted), "answered with the content type none"),
        ])
    func lies(answer: Response, words: String) async throws {
        let error = try await failure { _ in answer }
        #expect(error?.reason == .protocolViolation)
        #expect(error?.summary.contains(words) == true, "\(error?.summary ?? "")")
        #expect(error?.summary.hasPrefix("the MCP server test ") == true)
    }

    @Test(
        "a result that is none, or does not fit its schema, is not handed on",
        arguments: [
            (["content": "text"], "the content of a tool's result is no array"),
            ([:], "a tool's result has no content"),
            (["resultType": "task", "content": []], "of the unknown type task"),
            (["content": [], "structuredContent": ["n": "x"]], "n: must be an integer, got a string"),
            ([], "answered with no object"),
        ] as [(JSON, String)])
    func badResults(result: JSON, words: String) async throws {
        let tool: JSON = [
            "name": "echo", "inputSchema": ["type": "object"],
            "outputSchema": ["type": "object", "properties": ["n": ["type": "integer"]]],
        ]
        let error = try await failure(tool: tool) { .result($0, result) }
        #expect(error?.reason == .protocolViolation)
        #expect(error?.summary.contains(words) == true, "\(error?.summary ?? "")")
    }

    @Test("answers to others, and of other types of ids, are passed over")
    func otherAnswers() async throws {
        let fake = FakeServer.modern { seen in
            let id = seen.body["id"] ?? .null
            return .events([
                [
                    "jsonrpc": "2.0", "id": .string("\(id.integer ?? 0)"),
                    "result": ["content": [], "structuredContent": 1],
                ],
                ["jsonrpc": "2.0", "id": 99_999, "result": [:]],
                ["jsonrpc": "2.0", "method": "notifications/progress", "params": ["progressToken": "x"]],
                ["jsonrpc": "2.0", "id": id, "result": ["content": [], "structuredContent": 2]],
            ])
        }
        let result = try await fake.run { url in try await client(url).call("echo") }
        #expect(result.structuredContent == 2)
    }

    @Test("floods are cut off: bodies, lines, streams, depth")
    func floods() async throws {
        var options = MCPClient.Options()
        options.limits = TransportLimits(body: 2000, eventLine: 500, stream: 3000, depth: 8)
        let body = try await failure(options: options) { _ in
            .text(String(repeating: " ", count: 5000), type: "application/json")
        }
        #expect(
            body?.reason == .tooLarge && body?.summary == "an answer of the MCP server test has more than 2000 bytes")
        let line = try await failure(options: options) { _ in
            .text("data: " + String(repeating: "x", count: 600), type: "text/event-stream")
        }
        #expect(line?.reason == .tooLarge)
        let stream = try await failure(options: options) { _ in
            .text(String(repeating: ": hello\n", count: 500), type: "text/event-stream")
        }
        #expect(stream?.reason == .tooLarge)
        let depth = try await failure(options: options) { _ in
            .text(String(repeating: "[", count: 100), type: "application/json")
        }
        #expect(depth?.summary.contains("more than 8 deep") == true)
    }

    @Test("a server that hangs is left, with the connection closed")
    func hang() async throws {
        let ended = Events()
        let error = try await failure(timeout: .milliseconds(100)) { _ in
            Response(
                status: .ok, headers: [.contentType: "text/event-stream"],
                body: ResponseBody { writer in
                    defer { ended.happen() }
                    // Ends when nobody reads any more.
                    while true {
                        try await writer.write(ByteBuffer(string: ":\n"))
                        try await Task.sleep(for: .milliseconds(5))
                    }
                })
        }
        #expect(error?.reason == .timedOut)
        #expect(error?.summary == "the MCP server test did not answer in time for its tool echo")
        await ended.next()
    }

    @Test("progress puts the end off, but not for ever")
    func endlessProgress() async throws {
        let error = try await failure(
            options: MCPClient.Options(callCeiling: .milliseconds(300)), timeout: .milliseconds(100)
        ) { seen in
            Response(
                status: .ok, headers: [.contentType: "text/event-stream"],
                body: ResponseBody { writer in
                    for step in 1... {
                        let report: JSON = [
                            "jsonrpc": "2.0", "method": "notifications/progress",
                            "params": [
                                "progressToken": seen.meta["progressToken"] ?? .null, "progress": .integer(step),
                            ],
                        ]
                        try await writer.write(ByteBuffer(string: "data: \(report.text)\n\n"))
                        try await Task.sleep(for: .milliseconds(10))
                    }
                })
        }
        #expect(error?.reason == .timedOut)
        let start = ContinuousClock.now
        let deadline = Deadline(after: .seconds(10), ceiling: .seconds(25), from: start)
        #expect(deadline.end == start + .seconds(10))
        deadline.putOff(at: start + .seconds(5))
        #expect(deadline.end == start + .seconds(15))
        deadline.putOff(at: start + .seconds(1))
        #expect(deadline.end == start + .seconds(15))
        deadline.putOff(at: start + .seconds(20))
        #expect(deadline.end == start + .seconds(25))
    }

    @Test("a stream that dies before the answer: a reading call is sent again, another one is not")
    func deaths() async throws {
        for (readOnly, count) in [(JSON.boolean(true), 2), (false, 1)] {
            let fake = FakeServer.modern(tools: [FakeServer.tool("echo", annotations: ["readOnlyHint": readOnly])]) {
                _ in .text("data: {\"jsonrpc\"", type: "text/event-stream")
            }
            try await fake.run { url in
                let client = client(url)
                await #expect { _ = try await client.call("echo") } throws: { ($0 as? MCPError)?.reason == .lost }
            }
            #expect(fake.seen("tools/call").count == count)
        }
    }

    @Test("a forgotten session is begun anew; a call that changes something is not sent again by itself")
    func forgottenSession() async throws {
        for (hint, calls) in [(["idempotentHint": true], 2), ([:], 1)] as [(JSON, Int)] {
            let forgotten = Mutex(true)
            let fake = FakeServer.legacy(tools: [FakeServer.tool("echo", annotations: hint)]) { seen in
                guard seen.verb == "POST" else { return Response(status: .methodNotAllowed) }
                if forgotten.withLock({ was in
                    defer { was = false }; return was
                }) {
                    return .error(seen, -32600, status: .notFound)
                }
                return .result(seen, ["content": []])
            }
            try await fake.run { url in
                let client = client(url)
                if calls == 1 {
                    await #expect { _ = try await client.call("echo") } throws: {
                        "\($0)".contains("forgotten the session")
                    }
                    #expect(client.health.state == .disconnected)
                }
                _ = try await client.call("echo")
            }
            #expect(fake.seen("initialize").count == 2 && fake.seen("tools/call").count == 2)
        }
    }

    @Test("nobody there: says so, with what to try")
    func unreachable() async {
        let client = client("http://127.0.0.1:1/mcp")
        let error = await #expect(throws: MCPError.self) { _ = try await client.tools() }
        #expect(error?.reason == .unreachable && error?.hints.isEmpty == false, "\(String(describing: error))")
        #expect(error?.summary.hasPrefix("the MCP server test cannot be reached at http://127.0.0.1:1/mcp") == true)
        let first = await client.check()
        #expect(!first.isConnected && first.state == .disconnected && first.detail?.isEmpty == false)
    }

    @Test(
        "which era a server is of, its answer to the first question tells",
        arguments: [
            (400, -32600, true), (400, nil, true), (404, nil, true), (405, nil, true), (406, -32000, true),
            (500, nil, true),
            (200, -32601, true), (404, -32601, false), (400, -32020, false), (400, -32021, false),
        ] as [(Int, Int?, Bool)])
    func eras(status: Int, code: Int?, isLegacy: Bool) async throws {
        let legacy = FakeServer.legacy { .result($0, ["content": []]) }
        let modern = FakeServer.modern()
        let fake = FakeServer { seen in
            guard seen.method == "server/discover" else { return try await (isLegacy ? legacy : modern).answer(seen) }
            let status = HTTPResponse.Status(code: status)
            return code.map { .error(seen, $0, status: status) } ?? Response(status: status)
        }
        let health = try await fake.run { url in await client(url).check() }
        #expect(health.isConnected && health.version == (isLegacy ? .v20251125 : .v20260728))
    }

    @Test("servers that speak nothing in common, or want credentials, are refused with the reason")
    func strangers() async throws {
        let future = FakeServer { .result($0, ["supportedVersions": ["2030-01-01"]]) }
        let past = FakeServer.legacy(version: "2024-01-01") { .result($0, [:]) }
        for (fake, words) in [(future, "speaks 2030-01-01"), (past, "speaks 2024-01-01")] {
            try await fake.run { url in
                let client = client(url)
                await #expect { _ = try await client.tools() } throws: { "\($0)".contains(words) }
            }
        }
        let locked = FakeServer { _ in
            .text("{\"error\":\"who are you\"}", type: "application/json", status: .unauthorized)
        }
        try await locked.run { url in
            let client = client(url)
            await #expect { _ = try await client.tools() } throws: { ($0 as? MCPError)?.reason == .unauthorized }
        }
        #expect(locked.seen.count == 1)
    }

    @Test("a list of tools that does not end is given up, and one that is too long is cut")
    func endlessLists() async throws {
        func fake(_ cursor: @escaping @Sendable (Int) -> JSON) -> FakeServer {
            let pages = Mutex(0)
            return FakeServer { seen in
                guard seen.method == "tools/list" else { return try await FakeServer.modern().answer(seen) }
                let page = pages.withLock {
                    $0 += 1; return $0
                }
                return .result(seen, ["tools": [FakeServer.tool("t\(page)")], "nextCursor": cursor(page)])
            }
        }
        try await fake { _ in "" }.run { url in
            let client = client(url)
            await #expect { _ = try await client.tools() } throws: { "\($0)".contains("does not end") }
        }
        let many = fake { .integer($0) }
        let listed = try await fake { .string("\($0)") }.run { url in
            try await client(url, options: MCPClient.Options(maximumTools: 5)).tools()
        }
        #expect(listed.count == 5)
        let odd = try await many.run { url in try await client(url).tools() }
        #expect(odd.count == 1, "a cursor that is no string is none")
    }
}
