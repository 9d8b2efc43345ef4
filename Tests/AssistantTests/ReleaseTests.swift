import JSONValues
import LanguageModel
import MCP
import PostgresTesting
import Records
import ReleaseDemo
import ReleaseTools
import Testing

@testable import Assistant

/// The whole way: a question, our tools for Digital.ai Release, and its stand-in.
@Suite(.postgresWithVector) struct ReleaseTests {
    private func withRelease<Value: Sendable>(
        _ body: @escaping @Sendable (MCPClient) async throws -> Value
    ) async throws -> Value {
        let demo = ReleaseDemo(logger: quiet)
        return try await ReleaseConnection.with(certificates: nil) { http in
            try await withLive({ demo.application(host: "127.0.0.1", port: 0, started: $0) }) { port in
                let address = try ReleaseAddress("http://127.0.0.1:\(port)")
                let tools = try ReleaseTools(
                    client: ReleaseClient(address: address, http: http, logger: quiet),
                    credential: .token("rpa_demo_admin"), policy: ReleasePolicy(), logger: quiet)
                let service = ReleaseService(tools: tools, version: "1", logger: quiet)
                return try await withLive({
                    service.application(host: "127.0.0.1", port: 0, names: [], started: $0)
                }) { port in
                    let client = MCPClient(
                        name: "release", endpoint: .http(url: "http://127.0.0.1:\(port)/mcp"),
                        identity: Implementation(name: "tests", version: "1"), logger: quiet)
                    let value = try await body(client)
                    await client.close()
                    return value
                }
            }
        }
    }

    @Test("lists the releases with their pages, and starts none without a yes")
    func releases() async throws {
        try await withRecords { records, _ in
            try await withRelease { client in
                let model = ScriptedModel(
                    .call("release__search_releases"),
                    .call("release__start_release", ["release": "Applications/Release1"]), .says("These are all."))
                let answer = try await Assistant.test(records, model, servers: [client])
                    .answer(.from("Which releases are there?"))
                #expect(answer.citations.count > 1)
                #expect(answer.citations.allSatisfy { $0.link?.hasPrefix("http://127.0.0.1:") == true })
                let table = try #require(answer.tables.first)
                #expect(table.columns.starts(with: ["title", "status"]))
                #expect(answer.approvals.map(\.tool) == ["start_release"])
                #expect(answer.approvals.first?.effect == .write)
                #expect(try await records.activity.newest().map(\.subject) == ["release/search_releases"])
            }
        }
    }

    @Test("every tool of Release that says it only reads runs without asking, every other is asked about")
    func effects() async throws {
        try await withRelease { client in
            let shelf = await ToolShelf.gather(from: [client], by: ToolPolicy())
            #expect(shelf.absent.isEmpty)
            let reading = shelf.tools.filter { $0.effect == .read }.map(\.definition.name)
            #expect(reading.contains("search_releases") && reading.contains("get_release_blockers"))
            #expect(!reading.contains { $0.hasPrefix("start") || $0.hasPrefix("abort") || $0.hasPrefix("create") })
            #expect(shelf.tools.contains { $0.definition.name == "abort_release" && $0.effect == .destructive })
        }
    }
}
