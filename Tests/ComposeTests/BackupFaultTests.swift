import Foundation
import RevaTesting
import Testing

extension FaultsInCompose {
    /// Backups that go wrong: nothing half-written is visible, and the next one succeeds.
    @Suite struct BackupFaultTests {
        @Test("the database's container is killed while rows are read: no file is left, and nothing of it is believed")
        func databaseKilled() async throws {
            let site = try ComposeSite.shared
            try site.removeBackups()
            try await site.with(HeldWork.muchToRead, table: "much") {
                let end = try await site.reva.run(
                    ["backup", "--no-prove", "--deployment", "compose"], at: "read the rows"
                ) { process in
                    // While it stands still, nothing can be read to its end.
                    kill(process.value, SIGSTOP)
                    defer { kill(process.value, SIGCONT) }
                    try await site.run("docker kill reva-postgres")
                }
                #expect(end.code == 6, "\(end.errors)")
                #expect(
                    end.errors.hasSuffix(
                        "\nerror: the database is not running: its container is exited (137)\n"
                            + "  try: docker compose up -d --wait postgres\n  try: docker compose logs postgres\n"))
                #expect(site.backups == [])
                #expect(site.journal == "")
                try await site.startDatabase()
            }
            try await site.expectProduction("live")
            try await site.backup()
        }

        @Test("the disk of the backups is full: no file is left on it", .enabled(if: geteuid() == 0, "mounts a disk"))
        func diskIsFull() async throws {
            let site = try ComposeSite.shared
            // Some megabytes, compressed too.
            let many =
                "CREATE TABLE many AS SELECT md5(i::text) || md5((-i)::text) AS t FROM generate_series(1, 100000) i"
            try await site.with(many, table: "many") {
                let disk = "\(site.folder.path)/small"
                try await site.run("mkdir \(disk) && mount -t tmpfs -o size=1m none \(disk)")
                let end = try await site.reva("backup", "--backups", disk)
                let left = site.folder.names(in: "small").filter { $0 != ".reva.lock" }
                let journal = try site.folder.text("small/.reva.lock")
                try await site.run("umount \(disk) && rmdir \(disk)")
                #expect(end.code == 8)
                let words = try #require(end.errors.split(separator: "\n").first { $0.hasPrefix("error: ") })
                #expect(
                    words.hasPrefix("error: unable to write reva_") && words.contains(": no space is left in \(disk)"))
                #expect(left == [] && journal == "")
            }
            try await site.expectProduction("live")
            try await site.backup()
        }

        @Test("a second one at the same time does nothing, and names the first and its step")
        func twoAtOnce() async throws {
            let site = try ComposeSite.shared
            let before = site.backups.count
            var first: Task<RevaProgram.End, any Error>?
            try await site.holding("LOCK TABLE epoch IN ACCESS EXCLUSIVE MODE") {
                first = Task { try await site.reva("backup") }
                try await site.waits(HeldWork.lockWaits)
                let second = try await site.reva("backup")
                #expect(second.code == 5)
                let words = second.errors
                #expect(
                    words.hasPrefix(
                        "error: another run is at work in \(site.folder.path)/backups: reva backup, process "))
                #expect(words.contains(", at the step \"read the definitions\"\n"))
                #expect(words.hasSuffix("  try: wait until it has ended: reva status shows its step\n"))
                let status = try await site.reva("status")
                #expect(status.output.contains("\n  at work      reva backup, process "), "\(status.output)")
            }
            #expect(try await first?.value.code == 0)
            #expect(site.backups.count == before + 2, "the file and its proof")
        }

        @Test("killed with -9, reva takes its programs in the container along")
        func revaKilled() async throws {
            let site = try ComposeSite.shared
            let before = site.backups
            try await site.holding("LOCK TABLE epoch IN ACCESS EXCLUSIVE MODE") {
                let killed = try await site.reva.run(
                    ["backup", "--deployment", "compose"], at: "read the definitions"
                ) { process in
                    try await site.waits(HeldWork.lockWaits)
                    kill(process.value, SIGKILL)
                }
                #expect(killed.code == nil, "\(killed.errors)")
                for _ in 0..<1200 where try await programs(of: site) != "" {
                    // There is nothing to wait on but the next look.
                    try await Task.sleep(for: .milliseconds(50))
                }
                #expect(try await programs(of: site) == "")
            }
            let status = try await site.reva("status")
            #expect(
                status.output.contains(
                    try Regex(
                        "! a run did not end well: reva backup, process .+ \"read the definitions\", and the next one")
                ), "\(status.output)")
            #expect(site.backups.filter { !$0.hasSuffix(".partial") } == before)
            try await site.expectProduction("live")
            let next = try await site.reva("backup")
            #expect(next.code == 0)
            #expect(next.warnings.first?.hasPrefix("a run did not end well: reva backup, process ") == true)
            #expect(!site.backups.contains { $0.hasSuffix(".partial") })
            #expect(try await site.scratchDatabases() == "")
        }

        /// The programs of PostgreSQL's clients that run in the database's container.
        private func programs(of site: ComposeSite) async throws -> String {
            try await site.run("docker top reva-postgres -o args | grep -E 'pg_dump|psql' | grep -v pg_sleep || true")
        }
    }
}
