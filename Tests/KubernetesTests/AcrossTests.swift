import Foundation
import PostgresTesting
import RevaTesting
import SystemPackage
import Testing

extension InKubernetes {
    /// A backup restores wherever Reva runs.
    @Suite struct AcrossTests {
        private struct Taken: Decodable { let name: String }

        @Test("a backup of `reva up` restores in the cluster, and one of the cluster in `reva up`")
        func across() async throws {
            let cluster = try Cluster.shared
            guard
                let server = try await TestInstallations.withVector.first(where: { $0.version.major == 16 })
            else { try Test.cancel("no PostgreSQL 16 with pgvector here: name its bin folder in REVA_TEST_POSTGRES") }
            let name = try await cluster.backup()
            let home = cluster.folder.appending("local")
            try FileManager.default.createDirectory(atPath: home.string, withIntermediateDirectories: true)
            var reva = RevaProgram(home: home, binaries: server.binFolder)
            reva.variables["REVA_DEPLOYMENT"] = "local"
            let code = try await RunningReva.with(reva) { local in
                let there = "\(local.reva.backups)"
                try FileManager.default.createDirectory(atPath: there, withIntermediateDirectories: true)
                try await cluster.run("kubectl exec -n reva files -- cat /backups/\(name) >\(there)/\(name)")
                let restored = try await local.reva.run(["restore", name, "--yes"])
                #expect(restored.code == 0, "\(restored.errors)")
                #expect(try await local.psql("SELECT name FROM epoch") == "live")
                #expect(try await local.reva.run(["health"]).code == 0)

                _ = try await local.psql("UPDATE epoch SET name = 'of reva up'")
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
            #expect(code == 0)
            try await cluster.settle()
        }

        @Test("a backup of Compose restores in the cluster, and one of the cluster in Compose")
        func acrossCompose() async throws {
            let cluster = try Cluster.shared
            let name = try await cluster.backup()
            try await ComposeNeighbour.with(in: cluster.folder) { compose in
                let there = compose.backups
                try await cluster.run("kubectl exec -n reva files -- cat /backups/\(name) >\(there)/\(name)")
                let restored = try await compose.reva.run("restore", name, "--yes")
                #expect(restored.code == 0, "\(restored.errors)")
                #expect(try await compose.query("SELECT name FROM epoch") == "live")
                #expect(try await compose.reva.run("health").code == 0)

                try await compose.query("UPDATE epoch SET name = 'of Compose'")
                let end = try await compose.reva.run("backup", "--format", "json")
                try #require(end.code == 0, "\(end.errors)")
                let taken = try end.decoded(as: Taken.self).name
                try await cluster.run(
                    "kubectl exec -i -n reva files -- sh -c 'cat >/backups/\(taken)' <\(there)/\(taken)")
                let back = try await cluster.reva("restore", taken, "--yes")
                #expect(back.code == 0, "\(back.errors)")
                try await cluster.expectProduction("of Compose")
                #expect(try await cluster.reva("health").code == 0)
            }
            try await cluster.settle()
        }
    }
}
