import Foundation
import Hummingbird
import JSONValues
import MCP
import Synchronization
import Testing

/// Against programs by others. They are there when the tests run by `scripts/test`.
@Suite(.enabled(if: Peers.folder != nil)) struct PeerTests {
    @Test(
        "the reference client uses our server over HTTP", arguments: [("auto", "2026-07-28"), ("legacy", "2025-11-25")])
    func referenceClient(mode: String, version: String) async throws {
        try await withLive(SampleServer(pageSize: 3).server) { url in
            try await expectGood(
                Peers.output(Peers.python, [Peers.script("client"), mode, url]), version,
                header: "none =?base64?SGVsbG8sIOS4lueVjA==?=")
        }
    }

    @Test(
        "the reference client uses our server over standard streams",
        arguments: [("auto", "2026-07-28"), ("legacy", "2025-11-25")])
    func referenceClientOverStreams(mode: String, version: String) async throws {
        let listener = try Listener()
        async let served: Void = listener.serve(SampleServer(pageSize: 3).server)
        let output = try await Peers.output(Peers.python, [Peers.script("client"), mode, "stdio", "\(listener.port)"])
        try expectGood(output, version, header: "none none")
        try await served
    }

    private func expectGood(_ output: (text: String, errors: String), _ version: String, header: String) throws {
        let json = try? JSON(parsing: output.text)
        #expect(json?["version"] == .string(version), "\(output.text)\(output.errors)")
        #expect(json?["server"] == "sample")
        #expect(json?["tools"] == ["add", "fail", "crash", "lie", "count", "wait", "header"])
        #expect(json?["sum"] == ["sum": 11])
        #expect(json?["error"] == [true, "the arguments of add are wrong: a: must be an integer, got a string"])
        #expect(json?["progress"]?.array?.count == 3)
        let expected = version == "2026-07-28" ? header : "none none"
        #expect(json?["header"] == .string(expected))
    }

    @Test("our client uses the reference server over HTTP")
    func referenceServer() async throws {
        try await Peers.run(Peers.python, [Peers.script("server"), "http"], mark: "http://127.0.0.1") { url in
            try await expectGood(client(url), .v20260728)
        }
    }

    @Test("our client uses the reference server over HTTP, in the era before")
    func referenceServerLegacy() async throws {
        try await Peers.run(Peers.python, [Peers.script("server"), "http"], mark: "http://127.0.0.1") { url in
            // What a server of that era says to the first question; the rest is the server's own.
            try await Forwarder.withoutModernEra(url) { front in try await expectGood(client(front), .v20251125) }
        }
    }

    @Test("our client uses the reference server over standard streams")
    func referenceServerOverStreams() async throws {
        let program = ServerProgram(executable: Peers.python, arguments: [Peers.script("server"), "stdio"])
        let client = MCPClient(
            name: "test", endpoint: .program(program), identity: Implementation(name: "tests", version: "1"),
            // Python starts slowly on a busy machine, and silence would be taken for the era before.
            options: MCPClient.Options(connectTimeout: .seconds(120), probeTimeout: .seconds(60)), logger: quiet)
        try await expectGood(client, .v20260728)
        await client.close()
        #expect(client.health.state == .disconnected)
        try await expectGood(client, .v20260728)
        await client.close()
    }

    private func expectGood(_ client: MCPClient, _ version: ProtocolVersion) async throws {
        let tools = try await client.tools()
        #expect(tools.map(\.name) == ["add", "count", "crash"])
        let sum = try await client.call("add", arguments: ["a": 1])
        #expect(sum.structuredContent == ["result": 11] && sum.text() == "11")
        let reports = Mutex<[Double]>([])
        _ = try await client.call("count") { report in reports.withLock { $0.append(report.done) } }
        #expect(reports.withLock { $0 } == [1, 2, 3])
        let crash = try await client.call("crash")
        #expect(crash.isError)
        let wrong = try await client.call("add", arguments: ["a": "x"])
        #expect(wrong.isError)
        let health = await client.check()
        #expect(health.version == version && health.isWorking && health.tools == 3)
        #expect(health.server?.name == "reference")
    }

    @Test("our client reads issues through mcp-atlassian")
    func atlassian() async throws {
        let seen = Mutex<[String]>([])
        let jira = FakeJira(seen: { line in seen.withLock { $0.append(line) } })
        try await jira.run { address in
            let listener = try Listener()
            let port = listener.port
            listener.release()
            try await Peers.run(
                Peers.atlassian,
                ["--transport", "streamable-http", "--host", "127.0.0.1", "--port", "\(port)", "--read-only"],
                environment: [
                    "JIRA_URL": address, "JIRA_PERSONAL_TOKEN": "pat", "ALLOW_GLOBAL_CRED_FALLBACK": "true",
                    "MCP_ALLOWED_URL_DOMAINS": "127.0.0.1", "MCP_VERBOSE": "true", "FASTMCP_CHECK_FOR_UPDATES": "off",
                ], mark: "Uvicorn running"
            ) { _ in
                let client = client(
                    "http://127.0.0.1:\(port)/mcp", probe: Probe(tool: "jira_get_all_projects"))
                let health = await client.check()
                #expect(health.version == .v20251125 && health.isWorking && health.tools > 10, "\(health)")
                let issue = try await client.call("jira_get_issue", arguments: ["issue_key": "REVA-1"])
                #expect(!issue.isError && issue.text().contains("The release is late"), "\(issue.text())")
                let missing = try await client.call("jira_get_issue", arguments: ["issue_key": "REVA-404"])
                #expect(missing.isError)
                await client.close()
            }
        }
        #expect(seen.withLock { $0 }.contains { $0.contains("/issue/REVA-1") && $0.contains("Bearer pat") })
    }
}
