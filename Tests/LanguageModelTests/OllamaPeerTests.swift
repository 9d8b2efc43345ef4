import Foundation
import JSONValues
import OllamaStandIn
import Subprocess
import Testing

@testable import LanguageModel

/// The folder of a Python environment with the programs in `scripts/peers.d`.
private let peers = ProcessInfo.processInfo.environment["REVA_TEST_PEERS"]

@Suite("Ollama's own client")
struct OllamaPeerTests {
    /// What the client understood of the stand-in at `address`.
    private static func seen(_ arguments: String...) async throws -> JSON {
        let python = try #require(peers) + "/ollama/bin/python"
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Peers/ollama_client.py")
        let output = try await run(
            .path(.init(python)), arguments: .init([script.path] + arguments),
            // Its HTTP client must not go through a proxy to reach this machine.
            environment: .inherit.updating(["NO_PROXY": "*"]), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        #expect(output.terminationStatus.isSuccess, "\(output.standardError)")
        return try JSON(parsing: output.standardOutput)
    }

    @Test("understands the faults of the stand-in", .enabled(if: peers != nil))
    func faults() async throws {
        try await withStandIn { standIn, address in
            standIn.script(
                .steps(.text("Hal"), .complain("out of memory")), .refuse(503, "server busy, please try again"))
            let seen = try await Self.seen(address, "faults")
            #expect(seen["interrupted"]?.array?.last == "out of memory")
            #expect(seen["busy"] == [503, "server busy, please try again"])
        }
    }

    @Test("understands all that the stand-in says", .enabled(if: peers != nil))
    func understands() async throws {
        let large = StandInModel(name: "large:8b", size: 100)
        let seen = try await withStandIn(OllamaStandIn(library: [large])) { try await Self.seen($1) }
        let answer = "I am a stand-in for a language model, and answer by rule. You wrote: Which state has release R1?"
        #expect(seen["models"] == ["stand-in:latest", "stand-in-embed:latest"])
        #expect(seen["capabilities"] == ["completion", "tools"])
        #expect(seen["context"] == 32768)
        #expect(seen["running"] == 0)
        #expect(seen["streamed"]?.string == answer)
        #expect(seen["whole"]?.string == answer)
        #expect(seen["pieces"] == true)
        #expect(seen["end"] == [true, "stop", 10, true])
        #expect(seen["calls"] == [["release__get", ["id": "R1"]]])
        #expect(seen["after"] == "release__get says: running")
        #expect(seen["vectors"] == [64, 64])
        #expect(seen["missing"] == [404, "model 'none' not found"])
        #expect(seen["unsupported"]?.array?.first == 400)
        #expect(seen["pull"]?.array?.first == ["pulling manifest", .null, .null])
        #expect(seen["pull"]?.array?.compactMap { $0.array?[1].integer } == [0, 50, 100])
        #expect(seen["pull"]?.array?.last == ["success", .null, .null])
        #expect(seen["pulled"] == true)
        #expect(seen["unpullable"]?.array?.last == "pull model manifest: file does not exist")
        #expect(seen["deleted"] == true)
    }
}
