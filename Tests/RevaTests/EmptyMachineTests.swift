import Foundation
import PostgresTesting
import RevaTesting
import SystemPackage
import Testing

@Suite("On an empty machine,")
struct EmptyMachineTests {
    /// A directory that goes with its value, and a program at home in it.
    private final class Machine {
        let reva: RevaProgram

        init(_ binaries: FilePath) throws {
            let home = TestFolder.unused()
            try FileManager.default.createDirectory(atPath: home.string, withIntermediateDirectories: true)
            reva = RevaProgram(home: home, binaries: binaries)
        }

        deinit { try? FileManager.default.removeItem(atPath: reva.home.string) }

        /// Does lines of a document as they stand there, but for where things lie.
        @discardableResult
        func follow(_ lines: String, copy: FilePath) async throws -> String {
            var variables = reva.variables
            variables["PATH"] = "\(RevaProgram.path.removingLastComponent()):/usr/bin:/bin"
            let here = lines.replacing("/var/lib/reva", with: reva.home.string)
                .replacing("/mnt/other/reva", with: copy.string)
            return try await Shell.lines(here, variables: variables, in: reva.home.string)
        }
    }

    @Test("docs/operations.md brings everything back from the second copy, word for word")
    func wordForWord() async throws {
        guard let installation = try await TestInstallations.withVector.last else {
            try Test.cancel("no PostgreSQL with pgvector here: name its bin folder in REVA_TEST_POSTGRES")
        }
        let lost = try Machine(installation.binFolder)
        let copy = lost.reva.home.appending("copy")
        try FileManager.default.createDirectory(atPath: copy.string, withIntermediateDirectories: true)
        _ = try await RunningReva.with(lost.reva) { up in
            _ = try await up.psql("CREATE TABLE epoch AS SELECT 'kept' AS name")
            #expect(try await lost.reva.run("backup").code == 0)
            #expect(try await lost.reva.run("drill").code == 0)
            let copied = try await lost.reva.run("copy", "--to", copy.string)
            #expect(copied.code == 0, "\(copied.errors)")
            #expect(copied.output.contains("evidence.jsonl") && copied.output.contains("drill_"), "\(copied.output)")
        }
        let key = try await lost.reva.run("key", "export")

        let blocks = try Guide("docs/operations.md").blocks(under: "## On an empty machine")
        try #require(blocks.count == 3)
        let machine = try Machine(installation.binFolder)
        try key.output.write(
            toFile: machine.reva.home.appending("reva.pub").string, atomically: true, encoding: .utf8)
        try await machine.follow(blocks[0], copy: copy)
        let believed = try await machine.follow(blocks[1], copy: copy)
        #expect(believed.contains("proven"), "\(believed)")
        _ = try await RunningReva.with(machine.reva) { up in
            // `reva status` ends with 2 where something is due, such as a second copy.
            _ = try? await machine.follow(blocks[2], copy: copy)
            let epoch = try await up.psql("SELECT name FROM epoch")
            #expect(epoch == "kept")
            #expect(try await up.becomesHealthy())
            #expect(try await machine.reva.run("drill", "list").output.contains("drill_"))
        }
    }
}
