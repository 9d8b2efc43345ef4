import Foundation
import Subprocess
import SystemPackage
import Testing

@testable import ReleaseDemo
@testable import ReleaseTools

/// Programs by others that use what is ours; `make test` installs them.
@Suite(.enabled(if: Peer.folder != nil, "REVA_TEST_PEERS names no folder: make test installs the peers"))
struct PeerTests {
    @Test("the vendor's own client reads and moves everything of the stand-in")
    func vendor() async throws {
        try await withSite { site in
            let end = try await Peer.run("release", "release_client.py", site.url)
            #expect(end.output == "all of it\n", "\(end.errors)")
        }
    }

    private struct Report: Decodable {
        let listed: [String]
        let called: [String]
    }

    private func expectEverything(_ end: Peer.End) throws {
        let report = try #require(
            try? JSONDecoder().decode(Report.self, from: Data(end.output.utf8)), "\(end.output)\(end.errors)")
        #expect(report.called == ReleaseTools.names.sorted())
        #expect(report.listed == report.called)
    }

    @Test(
        "clients of both generations call every tool over HTTP, and every answer fits its schema",
        arguments: [("mcp", "2026-07-28"), ("mcp", "legacy"), ("mcp-atlassian", "legacy")])
    func overHTTP(environment: String, mode: String) async throws {
        try await withSite { site in
            let service = ReleaseService(tools: try site.tools(), version: "1", logger: quiet)
            try await withLive({
                service.application(host: "127.0.0.1", port: 0, names: [], started: $0)
            }) { port in
                try expectEverything(
                    await Peer.run(environment, "call_every_tool.py", mode, "http://127.0.0.1:\(port)/mcp"))
            }
        }
    }

    @Test(
        "clients of both generations start reva mcp release and call every tool over standard streams",
        arguments: [("mcp", "auto"), ("mcp", "legacy")])
    func overStreams(environment: String, mode: String) async throws {
        try await withSite { site in
            let reva = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "reva").path
            try expectEverything(
                await Peer.run(
                    environment, "call_every_tool.py", mode, reva, "mcp", "release", "--stdio",
                    variables: [
                        "REVA_RELEASE_URL": site.url, "REVA_RELEASE_TOKEN": "rpa_demo_admin",
                        "REVA_HOME": NSTemporaryDirectory() + "reva-peer",
                    ]))
        }
    }
}

/// A script that runs in one of the Python environments of the tests.
enum Peer {
    static let folder = ProcessInfo.processInfo.environment["REVA_TEST_PEERS"].flatMap { $0.isEmpty ? nil : $0 }

    struct End: Sendable {
        let output: String
        let errors: String
    }

    static func run(
        _ environment: String, _ script: String, _ arguments: String..., variables: [String: String] = [:]
    ) async throws -> End {
        let path = try #require(
            Bundle.module.path(forResource: "Peers/\(script)", ofType: nil), "the script \(script) is not in the tests")
        var inherited = Subprocess.Environment.inherit
        inherited = inherited.updating(
            Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), $1) }))
        let result = try await Subprocess.run(
            .path(FilePath("\(folder ?? "")/\(environment)/bin/python")), arguments: Arguments([path] + arguments),
            environment: inherited, input: .none, output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
        return End(output: result.standardOutput, errors: result.standardError)
    }
}
