import Deployment
import Foundation
import PostgresTesting
import Subprocess
import SystemPackage
import Testing

extension InKubernetes {
    /// A backup restores wherever Reva runs.
    @Suite struct AcrossTests {
        @Test("a backup of `reva up` restores in the cluster, and one of the cluster in `reva up`")
        func across() async throws {
            let cluster = try Cluster.shared
            guard
                let server = try await TestInstallations.withVector.first(where: { $0.version.major == 16 })
            else { try Test.cancel("no PostgreSQL 16 with pgvector here: name its bin folder in REVA_TEST_POSTGRES") }
            let name = try await cluster.backup()
            try await LocalReva.with(server, home: cluster.folder.appending("local")) { local in
                let there = "\(local.home)/backups"
                try FileManager.default.createDirectory(atPath: there, withIntermediateDirectories: true)
                try await cluster.run("kubectl exec -n reva files -- cat /backups/\(name) >\(there)/\(name)")
                let restored = try await local.reva.run(["restore", name, "--yes"])
                #expect(restored.code == 0, "\(restored.errors)")
                #expect(try await local.query("SELECT name FROM epoch") == "live")
                #expect(try await local.reva.run(["health"]).code == 0)

                try await local.query("UPDATE epoch SET name = 'of reva up'")
                struct Taken: Decodable { let name: String }
                let end = try await local.reva.run(["backup", "--format", "json"])
                try #require(end.code == 0, "\(end.errors)")
                let taken = try end.decoded(as: Taken.self).name
                try await cluster.run(
                    "kubectl exec -i -n reva files -- sh -c 'cat >/backups/\(taken)' <\(there)/\(taken)")
                let back = try await cluster.reva("restore", taken, "--yes")
                #expect(back.code == 0, "\(back.errors)")
                #expect(back.steps.contains("read the copy back"), "the proof of another key is none here")
                try await cluster.expectProduction("of reva up")
                #expect(try await cluster.reva("health").code == 0)
            }
            try await cluster.settle()
        }
    }
}

/// A `reva up` on this machine.
struct LocalReva: Sendable {
    let home: FilePath
    let reva: Operator
    private let psql: FilePath

    private struct Record: Decodable { let environment: [String: String] }

    /// Starts it, waits until it says that it is up, lends it, and stops it as Ctrl-C does.
    static func with(
        _ server: PostgresInstallation, home: FilePath, _ body: (LocalReva) async throws -> Void
    ) async throws {
        try FileManager.default.createDirectory(atPath: home.string, withIntermediateDirectories: true)
        let variables = [
            "REVA_HOME": home.string, "REVA_POSTGRES_BINARIES": server.binFolder.string,
            "REVA_MAINTENANCE_MEMORY": "64",
            "REVA_DEPLOYMENT": "local", "PATH": "/usr/bin:/bin", "HOME": home.string,
        ]
        let local = LocalReva(
            home: home, reva: Operator(variables: variables), psql: server.binFolder.appending("psql"))
        let result = try await Subprocess.run(
            .path(Operator.path), arguments: ["up", "--port", "0", "--format", "json"],
            environment: .custom(Dictionary(uniqueKeysWithValues: variables.map { (.init(stringLiteral: $0), $1) })),
            input: .none, output: .sequence, error: .discarded
        ) { execution -> Result<Void, any Error> in
            var text = ""
            for try await buffer in execution.standardOutput {
                text += buffer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                if text.hasSuffix("}\n") { break }
            }
            let result: Result<Void, any Error>
            do { result = .success(try await body(local)) } catch { result = .failure(error) }
            try execution.send(signal: .interrupt)
            return result
        }
        try result.closureResult.get()
    }

    @discardableResult
    func query(_ sql: String) async throws -> String {
        let data = try Data(contentsOf: URL(filePath: home.appending("up.json").string))
        let variables = try JSONDecoder().decode(Record.self, from: data).environment
        let end = try await Shell.run(
            "'\(psql)' -XAtq -v ON_ERROR_STOP=1 -c \"\(sql)\"",
            variables: variables.merging(["PATH": "/usr/bin:/bin"]) { mine, _ in mine }, in: home)
        guard end.code == 0 else { throw Shell.Failure(description: end.errors) }
        return end.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
