import Foundation
import JSONValues
import MCP
import Testing

/// What the revisions before 2026-07-28 ask of a server.
@Suite struct LegacyServerTests {
    private func begin(_ url: String, _ version: String = "2025-11-25") async throws -> [String: String] {
        let answer = try await RawHTTP.initialize(url, version: version)
        let headers = ["Mcp-Session-Id": answer.session ?? "", "MCP-Protocol-Version": version]
        let ready = try await RawHTTP.send(
            url, ["jsonrpc": "2.0", "method": "notifications/initialized"], headers: headers)
        #expect(ready.status == 202 && ready.text.isEmpty)
        return headers
    }

    @Test(
        "agrees on the client's version, or offers the newest it has",
        arguments: [
            ("2025-03-26", "2025-03-26"), ("2025-06-18", "2025-06-18"), ("2025-11-25", "2025-11-25"),
            ("2024-11-05", "2025-11-25"), ("2026-07-28", "2025-11-25"),
        ])
    func versions(asked: String, agreed: String) async throws {
        try await withLive(SampleServer().server) { url in
            let answer = try await RawHTTP.initialize(url, version: asked)
            #expect(answer.status == 200)
            #expect(answer.json?["result"]?["protocolVersion"] == .string(agreed))
            #expect(answer.json?["result"]?["serverInfo"] == ["name": "sample", "version": "1.2.3", "title": "Sample"])
            let session = try #require(answer.session)
            #expect(session.utf8.count == 32 && session.utf8.allSatisfy { (0x21...0x7E).contains($0) })
        }
    }

    @Test("serves a session until it is deleted")
    func session() async throws {
        try await withLive(SampleServer().server) { url in
            let headers = try await begin(url)
            let ping = try await RawHTTP.send(url, ["jsonrpc": "2.0", "id": "p", "method": "ping"], headers: headers)
            #expect(ping.json == ["jsonrpc": "2.0", "id": "p", "result": [:]])
            let call: JSON = [
                "jsonrpc": "2.0", "id": 2, "method": "tools/call",
                "params": ["name": "add", "arguments": ["a": 1, "b": 2]],
            ]
            let result = try await RawHTTP.send(url, call, headers: headers)
            #expect(result.json?["result"]?["structuredContent"] == ["sum": 3])
            #expect(result.json?["result"]?["resultType"] == nil)
            let discover = try await RawHTTP.send(
                url, ["jsonrpc": "2.0", "id": 3, "method": "server/discover"], headers: headers)
            #expect(discover.code == -32601)
            #expect(try await RawHTTP.send(url, nil, method: "DELETE", headers: headers).status == 204)
            for method in ["POST", "DELETE", "GET"] {
                let answer = try await RawHTTP.send(
                    url, method == "POST" ? call : nil, method: method, headers: headers)
                #expect(answer.status == 404)
            }
        }
    }

    @Test("refuses requests without a session, and versions that nobody knows")
    func refusals() async throws {
        try await withLive(SampleServer().server) { url in
            let list: JSON = ["jsonrpc": "2.0", "id": 2, "method": "tools/list"]
            let missing = try await RawHTTP.send(url, list)
            #expect(missing.status == 400 && missing.code == -32600)
            #expect(try await RawHTTP.send(url, list, headers: ["Mcp-Session-Id": "x"]).status == 404)
            var headers = try await begin(url)
            headers["MCP-Protocol-Version"] = "1999-01-01"
            #expect(try await RawHTTP.send(url, list, headers: headers).status == 400)
            let bad: JSON = ["jsonrpc": "2.0", "id": 1, "method": "initialize", "params": [:]]
            #expect(try await RawHTTP.send(url, bad).code == -32602)
        }
    }

    @Test("a notification cancels a call, and its client hears no result")
    func cancellation() async throws {
        let sample = SampleServer()
        try await withLive(sample.server) { url in
            let headers = try await begin(url)
            async let call = RawHTTP.send(
                url,
                [
                    "jsonrpc": "2.0", "id": 9, "method": "tools/call",
                    "params": ["name": "wait", "_meta": ["progressToken": 1]],
                ], headers: headers)
            await sample.beginnings.next()
            let cancel = try await RawHTTP.send(
                url, ["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": 9]],
                headers: headers)
            #expect(cancel.status == 202)
            await sample.cancellations.next()
            let answer = try await call
            #expect(answer.type == "text/event-stream" && answer.text.isEmpty)
        }
    }

    @Test("the stream of a session tells that the tools changed, and ends with the server")
    func stream() async throws {
        let sample = SampleServer()
        try await withLive({ sample.server.application(port: 0, started: $0) }) { url, stop in
            let headers = try await begin(url)
            var reader = try await EventReader.open(url, "GET", headers)
            // The status was there before the first change, and with it the subscription.
            sample.server.replaceTools([])
            #expect(try await reader.next() == ["jsonrpc": "2.0", "method": "notifications/tools/list_changed"])
            await stop()
            #expect(try await reader.next() == nil)
        }
    }

    @Test("answers batches in the one revision that has them")
    func batches() async throws {
        try await withLive(SampleServer().server) { url in
            let batch: JSON = [
                ["jsonrpc": "2.0", "id": 1, "method": "ping"], ["jsonrpc": "2.0", "method": "notifications/x"],
                ["jsonrpc": "2.0", "id": 2, "method": "nope"], 5,
            ]
            let old = try await RawHTTP.send(url, batch, headers: try await begin(url, "2025-03-26"))
            #expect(old.json?.array?.map { $0["error"]?["code"] } == [nil, -32601, -32600])
            #expect(try await RawHTTP.send(url, batch, headers: try await begin(url)).status == 400)
        }
    }

    @Test("forgets the session that was unused for the longest time")
    func manySessions() async throws {
        try await withLive(SampleServer().server) { url in
            let first = try await begin(url)
            let second = try await begin(url)
            let ping: JSON = ["jsonrpc": "2.0", "id": 1, "method": "ping"]
            #expect(try await RawHTTP.send(url, ping, headers: first).status == 200)
            for _ in 0..<999 { _ = try await RawHTTP.initialize(url) }
            #expect(try await RawHTTP.send(url, ping, headers: second).status == 404)
            #expect(try await RawHTTP.send(url, ping, headers: first).status == 200)
        }
    }
}
