import Foundation
import PostgresTesting
import RevaTesting
import SystemPackage
import Testing

extension InCompose {
    /// A backup is of no deployment: what one wrote, the other restores.
    @Suite struct AcrossTests {
        private struct Taken: Decodable { let path: String }

        /// A `reva up` on this machine, on the same PostgreSQL as the container's.
        private static func local() async throws -> RevaProgram {
            let installation = try #require(
                try await TestInstallations.withVector.first { $0.version.major == 16 },
                "no PostgreSQL 16 with pgvector here: name its bin folder in REVA_TEST_POSTGRES")
            let home = TestFolder.unused()
            try FileManager.default.createDirectory(atPath: home.string, withIntermediateDirectories: true)
            return RevaProgram(home: home, binaries: installation.binFolder)
        }

        @Test(
            "a backup of reva up is restored in Compose, and one of Compose in reva up; the application is well with both"
        )
        func bothWays() async throws {
            let site = try ComposeSite.shared
            let fromCompose = try await site.backup()
            let reva = try await Self.local()
            defer { try? FileManager.default.removeItem(atPath: reva.home.string) }
            let code = try await RunningReva.with(reva) { up in
                _ = try await up.psql(
                    """
                    CREATE TABLE epoch AS SELECT 'local' AS name;
                    CREATE TABLE near AS SELECT '[1,2]'::vector(2) AS v; CREATE INDEX ON near USING hnsw (v vector_l2_ops);
                    """)
                let taken = try await reva.run("backup", "--format", "json")
                #expect(taken.code == 0, "\(taken.errors)")
                let local = URL(filePath: try taken.decoded(as: Taken.self).path)

                try await site.run("cp \(local.path) \(local.path).proof.json backups/")
                let there = try await site.reva("restore", local.lastPathComponent, "--yes")
                #expect(there.code == 0, "\(there.errors)")
                try await site.expectProduction("local")
                #expect(try await site.query("SELECT count(*) FROM near") == "1")

                // Without its proof: then it is read back and compared before it goes live.
                try FileManager.default.copyItem(
                    atPath: "\(site.folder.path)/backups/\(fromCompose)",
                    toPath: reva.backups.appending(fromCompose).string)
                let here = try await reva.run("restore", fromCompose, "--yes")
                #expect(here.code == 0, "\(here.errors)")
                #expect(here.steps.contains("read the copy back"))
                #expect(try await up.psql("SELECT name FROM epoch") == "live")
                #expect(try await up.psql("SELECT count(*) FROM near") == "200")
                #expect(try await up.becomesHealthy())
            }
            #expect(code == 0)
            #expect(try await site.reva("restore", fromCompose, "--yes").code == 0)
            try await site.expectProduction("live")
        }

        @Test("a plain dump of bin/backup-db.sh, taken where reva was not, is verified and restored in both")
        func plainDump() async throws {
            let site = try ComposeSite.shared
            try site.removeBackups()
            try site.folder.write("bin/reva", "#!/bin/sh\nexit 127\n", mode: 0o755)
            try await site.run("./bin/backup-db.sh && rm bin/reva")
            let name = try await site.run("readlink backups/reva_LATEST.sql.gz").trimmingCharacters(in: .newlines)
            #expect(try await site.reva("list").output.contains(try Regex("\(name) +unchecked ")))
            try await site.query("UPDATE epoch SET name = 'later'")
            let end = try await site.reva("restore", name, "--yes")
            #expect(end.code == 0, "\(end.errors)")
            try await site.expectProduction("live")

            let reva = try await Self.local()
            defer { try? FileManager.default.removeItem(atPath: reva.home.string) }
            _ = try await RunningReva.with(reva) { up in
                try await site.run("mkdir -p \(reva.backups) && cp -L backups/\(name) \(reva.backups)/")
                let here = try await reva.run("restore", name, "--yes")
                #expect(here.code == 0, "\(here.errors)")
                #expect(try await up.psql("SELECT name FROM epoch") == "live")
                #expect(try await up.becomesHealthy())
            }
        }
    }
}
