import AsyncHTTPClient
import Foundation
import Hummingbird
import MCP
import NIOCore
import Synchronization
import Testing

@testable import ReleaseDemo
@testable import ReleaseTools

/// The server of the tools, as probes and clients see it.
@Suite struct ServiceTests {
    private struct Seen: Equatable {
        let status: UInt
        let body: String
    }

    private func get(_ url: String, _ http: HTTPClient) async throws -> Seen {
        let response = try await http.execute(HTTPClientRequest(url: url), timeout: .seconds(30))
        return Seen(
            status: response.status.code, body: String(buffer: try await response.body.collect(upTo: 1 << 20)))
    }

    @Test("the process is healthy by itself, and ready when Release answers: not working is not connected")
    func probes() async throws {
        try await withSite { site in
            let service = ReleaseService(tools: try site.tools(), version: "1", logger: quiet)
            try await withLive({
                service.application(host: "127.0.0.1", port: 0, names: [], started: $0)
            }) { port in
                let base = "http://127.0.0.1:\(port)"
                let healthy = Seen(status: 200, body: #"{"status":"ok","tools":38}"#)
                let ready = Seen(status: 200, body: #"{"status":"ok"}"#)
                #expect(try await get("\(base)/healthz", site.http) == healthy)
                #expect(try await get("\(base)/readyz", site.http) == ready)
                await site.demo.add(Fault(status: 503, body: "maintenance", times: 3))
                let away = try await get("\(base)/readyz", site.http)
                #expect(away.status == 503)
                #expect(
                    away.body == #"{"reason":"Release failed with status 503: maintenance","status":"degraded"}"#)
                #expect(try await get("\(base)/healthz", site.http) == healthy)
                #expect(try await get("\(base)/readyz", site.http) == ready)
            }
        }
    }

    @Test("a wrong credential of its own is not ready; having none is, as callers bring theirs")
    func credentials() async throws {
        try await withSite { site in
            let error = await #expect(throws: ReleaseError.self) { try await site.tools(.token("wrong")).check() }
            #expect(error?.reason == .unauthorized)
            try await site.tools(nil).check()
        }
    }

    @Test("our own client uses it over HTTP, with the caller's rights")
    func ownClient() async throws {
        try await withSite { site in
            let service = ReleaseService(tools: try site.tools(), version: "1", logger: quiet)
            try await withLive({
                service.application(host: "127.0.0.1", port: 0, names: [], started: $0)
            }) { port in
                let client = MCPClient(
                    name: "release", endpoint: .http(url: "http://127.0.0.1:\(port)/mcp"),
                    identity: Implementation(name: "tests", version: "1"),
                    probe: Probe(tool: "list_folders", arguments: [:]), logger: quiet)
                #expect(try await client.tools().count == 38)
                #expect(await client.check().isWorking)
                let mine = try await client.call(
                    "list_folders", headers: ["Authorization": "Bearer rpa_demo_guest"])
                #expect(mine.structuredContent?["items"]?.array?.count == 3)
                await client.close()
            }
        }
    }

    @Test("every tool says what it is for, each parameter what it means, and every answer has a schema")
    func descriptions() {
        for tool in ReleaseTools.all {
            #expect(tool.description.hasSuffix(".") && tool.description.count > 20, "\(tool.name)")
            #expect(tool.output["additionalProperties"] == false, "\(tool.name)")
            for parameter in tool.parameters {
                #expect(parameter.schema["description"]?.string?.isEmpty == false, "\(tool.name) \(parameter.name)")
            }
        }
    }

    @Test("docs/release-mcp.md lists the tools as they are")
    func document() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/release-mcp.md"), encoding: .utf8)
        let rows = text.split(separator: "\n").filter {
            $0.wholeMatch(of: /\| `[a-z_]+` \| .* \| (no|yes|for good) \|/) != nil
        }
        let expected = ReleaseTools.all.map { tool in
            let change =
                tool.isReadOnly ? "no" : tool.annotations.isDestructive == true ? "for good" : "yes"
            return "| `\(tool.name)` | \(tool.title) | \(change) |"
        }
        #expect(rows.map(String.init) == expected)
    }

    @Test(
        "addresses of Release that make no sense are refused",
        arguments: [
            "", "release.example.com", "ftp://x", "http://", "https://ada:secret@x", "http://x?y=1", "http://x#y",
        ])
    func addresses(text: String) {
        #expect(throws: ReleaseError.self) { _ = try ReleaseAddress(text) }
    }

    @Test("a slash at the end of the address and a path in it are taken as meant")
    func addressPath() throws {
        let address = try ReleaseAddress("https://x.example/release//")
        #expect(address.base == "https://x.example/release")
        #expect(
            address.page(of: "Applications/FolderA/ReleaseB") == "https://x.example/release/#/releases/FolderA-ReleaseB"
        )
    }

    @Test("dates are read in every form that versions of Release write")
    func dates() throws {
        let date = Date(timeIntervalSince1970: 1_773_561_600)
        for text in [
            "2026-03-15T08:00:00Z", "2026-03-15T09:00:00+01:00", "2026-03-15T09:00:00.000+01:00",
            "2026-03-15T09:00:00+0100", "2026-03-15T09:00:00.000+0100", "2026-03-15T08:00:00.000Z",
        ] {
            #expect(ReleaseDate.parse(text) == date, "\(text)")
        }
        #expect(ReleaseDate.parse("yesterday") == nil)
    }
}
