import JSONValues
import MCP
import Testing

/// What revision 2026-07-28 asks of a server; after the scenarios of the public conformance suite.
@Suite struct ModernServerTests {
    private static let version = "io.modelcontextprotocol/protocolVersion"
    private static let capabilities = "io.modelcontextprotocol/clientCapabilities"

    @Test("describes itself, and what it describes is so")
    func discover() async throws {
        try await withLive(SampleServer().server) { url in
            let answer = try await RawHTTP.modern(url, "server/discover", id: "discover-1")
            #expect(answer.status == 200 && answer.type == "application/json" && answer.session == nil)
            #expect(answer.json?["id"] == "discover-1")
            let result = answer.json?["result"]
            #expect(result?["supportedVersions"] == ["2026-07-28"] && result?["resultType"] == "complete")
            #expect(result?["capabilities"] == ["tools": ["listChanged": true]])
            #expect(result?["ttlMs"] == 0 && result?["cacheScope"] == "public")
            #expect(result?["instructions"] == "Use the tools.")
            #expect(result?["_meta"]?["io.modelcontextprotocol/serverInfo"]?["name"] == "sample")
            let tools = try await RawHTTP.modern(url, "tools/list").json?["result"]?["tools"]?.array
            #expect(tools?.count == 7 && tools?.first?["annotations"]?["readOnlyHint"] == true)
        }
    }

    @Test("refuses a request that does not say what every request must say, with its id")
    func metadata() async throws {
        try await withLive(SampleServer().server) { url in
            for meta in [
                [Self.version: nil, Self.capabilities: nil], [Self.version: nil], [Self.capabilities: nil],
                [Self.capabilities: "x"],
            ] as [[String: JSON?]] {
                let answer = try await RawHTTP.modern(url, "server/discover", id: 101, meta: meta)
                #expect(answer.status == 400 && answer.code == -32602 && answer.json?["id"] == 101)
            }
        }
    }

    @Test("refuses a version that it does not speak, and says which it does")
    func unknownVersion() async throws {
        try await withLive(SampleServer().server) { url in
            for version in ["v999.0.0", "2025-11-25"] {
                let answer = try await RawHTTP.modern(
                    url, "tools/list", meta: [Self.version: .string(version)],
                    headers: ["MCP-Protocol-Version": version])
                #expect(answer.status == 400 && answer.code == -32022)
                #expect(answer.json?["error"]?["data"] == ["supported": ["2026-07-28"], "requested": .string(version)])
            }
        }
    }

    @Test(
        "refuses headers that do not say what the body says",
        arguments: [
            ["MCP-Protocol-Version": nil], ["MCP-Protocol-Version": "2025-11-25"], ["Mcp-Method": nil],
            ["Mcp-Method": "tools/list"], ["Mcp-Method": "Tools/Call"], ["Mcp-Name": nil], ["Mcp-Name": "fail"],
            ["Mcp-Name": "=?base64?!?="], ["Mcp-Param-Region": nil], ["Mcp-Param-Region": "EU"],
            ["Mcp-Param-Number": "41"], ["Mcp-Param-Number": nil], ["Mcp-Param-Region": "=?base64?/w==?="],
        ] as [[String: String?]])
    func headers(change: [String: String?]) async throws {
        let right = ["Mcp-Param-Region": "eu", "Mcp-Param-Number": "42"] as [String: String?]
        try await withLive(SampleServer().server) { url in
            let answer = try await RawHTTP.modern(
                url, "tools/call", ["name": "header", "arguments": ["region": "eu", "number": 42]], id: 7,
                headers: right.merging(change) { $1 })
            #expect(answer.status == 400 && answer.code == -32020 && answer.json?["id"] == 7)
        }
    }

    @Test("takes headers in every way that says the same")
    func equalHeaders() async throws {
        try await withLive(SampleServer().server) { url in
            for headers in [
                ["Mcp-Param-Region": "eu", "Mcp-Param-Number": "42.0"],
                ["mcp-param-region": "=?base64?ZXU=?=", "MCP-PARAM-NUMBER": "42", "Mcp-Name": "  header  "],
                ["Mcp-Param-Region": "eu", "Mcp-Param-Number": "42", "Mcp-Name": "=?base64?aGVhZGVy?="],
            ] {
                let answer = try await RawHTTP.modern(
                    url, "tools/call", ["name": "header", "arguments": ["region": "eu", "number": 42]],
                    headers: headers)
                #expect(answer.json?["result"]?["isError"] == false, "\(headers): \(answer.text)")
            }
            let absent = try await RawHTTP.modern(
                url, "tools/call", ["name": "header", "arguments": ["region": .null]])
            #expect(absent.json?["result"]?["isError"] == true, "null is no string, but no header is missing either")
        }
    }

    @Test(
        "knows no methods of the era before",
        arguments: ["initialize", "ping", "logging/setLevel", "resources/list", "x"])
    func removedMethods(method: String) async throws {
        try await withLive(SampleServer().server) { url in
            let answer = try await RawHTTP.modern(url, method, id: "m")
            #expect(answer.status == 404 && answer.code == -32601 && answer.json?["id"] == "m")
        }
    }

    @Test("a stream carries the progress that was asked for, then the answer, then ends")
    func progress() async throws {
        try await withLive(SampleServer().server) { url in
            let answer = try await RawHTTP.modern(url, "tools/call", ["name": "count"], meta: ["progressToken": "p"])
            #expect(answer.type == "text/event-stream")
            let events = try answer.text.split(separator: "\n").map { try JSON(parsing: String($0.dropFirst(6))) }
            #expect(events.count == 4)
            #expect(events[0]["params"] == ["progressToken": "p", "progress": 1, "total": 3, "message": "step 1"])
            #expect(events[3]["result"]?["content"] == [["type": "text", "text": "counted"]])
            let silent = try await RawHTTP.modern(url, "tools/call", ["name": "count"])
            #expect(silent.type == "application/json")
        }
    }

    @Test("tells a model what is wrong with its arguments, and nobody why a tool crashed")
    func failures() async throws {
        try await withLive(SampleServer().server) { url in
            func call(_ name: JSON, _ arguments: JSON = [:]) async throws -> RawHTTP {
                try await RawHTTP.modern(url, "tools/call", ["name": name, "arguments": arguments])
            }
            func text(_ answer: RawHTTP) -> String? {
                answer.json?["result"]?["content"]?.array?.first?["text"]?.string
            }
            #expect(
                text(try await call("add", ["b": "x"]))
                    == "the arguments of add are wrong: a: is required; b: must be an integer, got a string")
            #expect(text(try await call("fail")) == "the release is locked; unlock it first")
            #expect(text(try await call("crash")) == "the tool crash failed; its server's log says why")
            #expect(text(try await call("lie")) == "the tool lie answered something that its own schema does not allow")
            for answer in [try await call("add"), try await call("fail")] {
                #expect(answer.status == 200 && answer.json?["result"]?["isError"] == true)
            }
            #expect(try await call("nope").code == -32602)
            #expect(try await call("add", [1]).code == -32602)
        }
    }

    @Test("lists in pages, and refuses cursors that are not its own")
    func pages() async throws {
        try await withLive(SampleServer(pageSize: 3).server) { url in
            var names: [String] = []
            var cursor: JSON?
            repeat {
                let result = try await RawHTTP.modern(url, "tools/list", cursor.map { ["cursor": $0] } ?? [:]).json?[
                    "result"]
                names += (result?["tools"]?.array ?? []).compactMap { $0["name"]?.string }
                cursor = result?["nextCursor"]
            } while cursor != nil
            #expect(names == ["add", "fail", "crash", "lie", "count", "wait", "header"])
            for wrong in ["x", "-1", "7", "", 1] as [JSON] {
                #expect(try await RawHTTP.modern(url, "tools/list", ["cursor": wrong]).code == -32602)
            }
        }
    }

    @Test("refuses what it cannot read")
    func unreadable() async throws {
        try await withLive(SampleServer().server) { url in
            let broken = try await RawHTTP.send(url, text: "{")
            #expect(broken.status == 400 && broken.code == -32700 && broken.json?["id"] == nil)
            let wrong = try await RawHTTP.send(url, ["jsonrpc": "2.0", "id": 3, "method": 1])
            #expect(wrong.status == 400 && wrong.code == -32600 && wrong.json?["id"] == 3)
            #expect(try await RawHTTP.send(url, [[:]]).status == 400)
            #expect(try await RawHTTP.send(url, [:], headers: ["Content-Type": "text/plain"]).status == 415)
            let large = try await RawHTTP.send(url, text: String(repeating: " ", count: (4 << 20) + 1))
            #expect(large.status == 413)
            let deep = try await RawHTTP.send(url, text: String(repeating: "[", count: 100_000))
            #expect(deep.status == 400 && deep.code == -32700)
            #expect(try await RawHTTP.send(url, nil, method: "GET").status == 405)
            #expect(try await RawHTTP.send(url, nil, method: "DELETE").status == 405)
        }
    }

    @Test("speaks to nobody that another's web page sent here")
    func access() async throws {
        try await withLive(SampleServer().server) { url in
            for headers in [
                ["Host": "evil.example.com"], ["Host": "127.0.0.1.evil.com"], ["Origin": "http://evil.com"],
                ["Origin": "null"], ["Origin": "http://localhost.evil.com"], ["Origin": "file://localhost"],
            ] {
                #expect(try await RawHTTP.modern(url, "server/discover", headers: headers).status == 403, "\(headers)")
            }
            for headers in [
                ["Host": "localhost:1234"], ["Host": "[::1]:80"], ["Host": "[::1]"],
                ["Origin": "http://localhost:5000"],
                ["Origin": "https://127.0.0.1"],
            ] {
                #expect(try await RawHTTP.modern(url, "server/discover", headers: headers).status == 200, "\(headers)")
            }
            let health = try await RawHTTP.send(url.replacing("/mcp", with: "/healthz"), nil, method: "GET")
            #expect(health.json == ["status": "ok", "tools": 7])
        }
    }

    @Test("tells subscribers that the tools changed, only those who wanted it, and ends well")
    func subscriptions() async throws {
        let sample = SampleServer()
        let meta: JSON = ["io.modelcontextprotocol/subscriptionId": "s"]
        try await withLive({ sample.server.application(port: 0, started: $0) }) { url, stop in
            var wanted = try await EventReader.listen(url, ["toolsListChanged": true, "promptsListChanged": true])
            var unwanted = try await EventReader.listen(url, ["promptsListChanged": true])
            let granted = try await wanted.next()
            #expect(granted?["method"] == "notifications/subscriptions/acknowledged")
            #expect(granted?["params"] == ["_meta": meta, "notifications": ["toolsListChanged": true]])
            #expect(try await unwanted.next()?["params"]?["notifications"] == [:])
            sample.server.replaceTools([])
            let change = try await wanted.next()
            #expect(
                change == ["jsonrpc": "2.0", "method": "notifications/tools/list_changed", "params": ["_meta": meta]])
            await stop()
            for last in [try await wanted.next(), try await unwanted.next()] {
                #expect(last?["id"] == "s" && last?["result"]?["resultType"] == "complete")
                #expect(last?["result"]?["_meta"]?["io.modelcontextprotocol/subscriptionId"] == "s")
            }
        }
    }
}
