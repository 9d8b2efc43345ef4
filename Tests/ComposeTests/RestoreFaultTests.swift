import Foundation
import RevaTesting
import Testing

extension FaultsInCompose {
    /// Restores that go wrong: production is the former database or the restored one, and the application runs.
    @Suite struct RestoreFaultTests {
        private static let restore = ["restore", "latest", "--yes", "--deployment", "compose"]

        private static let databaseAway = """

            error: the database is not running: its container is exited (137)
              try: docker compose up -d --wait postgres
              try: docker compose logs postgres

            """

        @Test("the database's container is killed while the copy is loaded: production is what it was")
        func killedInLoad() async throws {
            let site = try ComposeSite.shared
            try await site.backup()
            try await site.query("UPDATE epoch SET name = 'later'")
            try await site.holdingLoads {
                let end = try await site.reva.run(Self.restore, at: "load the rows") { _ in
                    try await site.waits(HeldWork.loadWaits)
                    try await site.run("docker kill reva-postgres")
                }
                #expect(end.code == 6)
                #expect(end.errors.hasSuffix(Self.databaseAway), "\(end.errors)")
                try await site.startDatabase()
            }
            try await site.expectProduction("later")
            try await succeeds(site)
        }

        @Test("it is killed in the middle of the swap: neither name is lost, and the application is started again")
        func killedInSwap() async throws {
            let site = try ComposeSite.shared
            try await site.backup()
            try await site.query("UPDATE epoch SET name = 'later'")
            // The swap waits for whoever changes the database's own row.
            try await site.holding("COMMENT ON DATABASE reva IS 'held'", database: "postgres") {
                let end = try await site.reva.run(Self.restore, at: "swap the databases") { _ in
                    try await site.waits(HeldWork.lockWaits)
                    try await site.run("docker kill reva-postgres")
                }
                #expect(end.code == 6)
                #expect(end.errors.hasSuffix(Self.databaseAway), "\(end.errors)")
                try await site.startDatabase()
            }
            #expect(try await site.state(of: "reva") == "running")
            try await site.expectProduction("later")
            try await succeeds(site)
        }

        @Test("the application does not come up with the restored data: the former database is put back")
        func swappedBack() async throws {
            let site = try ComposeSite.shared
            // As a newer reva leaves it: this one refuses to touch what it does not know.
            try await site.query(
                "INSERT INTO schema_migrations (version, name, checksum) VALUES (9999, 'tomorrow', '')")
            let name = try await site.backup()
            try await site.query("DELETE FROM schema_migrations WHERE version = 9999")
            try await site.query("UPDATE epoch SET name = 'later'")
            var reva = site.reva
            reva.variables["REVA_START_LIMIT"] = "6"
            let end = try await reva.run(Self.restore)
            #expect(end.code == 9, "\(end.errors)")
            let words = try #require(end.errors.split(separator: "\n").first { $0.hasPrefix("error: ") })
            #expect(words.hasPrefix("error: the application did not become healthy within 6 s: "), "\(words)")
            #expect(words.hasSuffix("; the former database was put back, and nothing was lost"))
            #expect(end.steps.suffix(3) == ["start the application", "wait until it is healthy", "swap back"])
            #expect(try await site.scratchDatabases() == "")
            #expect(site.journal == "")
            try await site.expectProduction("later")
            for file in [name, "\(name).proof.json"] {
                try FileManager.default.removeItem(atPath: "\(site.folder.path)/backups/\(file)")
            }
            try await site.query("UPDATE epoch SET name = 'live'")
            try await site.backup()
            try await succeeds(site)
        }

        @Test("reva is killed with -9 between stop and start: the next run starts the application and says so")
        func killedWhileStopped() async throws {
            let site = try ComposeSite.shared
            try await site.backup()
            try await site.holding("COMMENT ON DATABASE reva IS 'held'", database: "postgres") {
                let killed = try await site.reva.run(Self.restore, at: "swap the databases") { process in
                    try await site.waits(HeldWork.lockWaits)
                    kill(process.value, SIGKILL)
                }
                #expect(killed.code == nil, "\(killed.errors)")
                #expect(try await site.state(of: "reva") == "exited")
            }
            let status = try await site.reva("status")
            #expect(status.code == 2)
            #expect(
                status.output.contains(try Regex("! a run did not end well: reva restore, .+ \"swap the databases\"")))
            let next = try await site.reva("backup", "--no-prove")
            #expect(next.code == 0, "\(next.errors)")
            #expect(next.warnings.first?.hasPrefix("a run did not end well: reva restore, process ") == true)
            #expect(next.events.compactMap(\.text).contains("started the application"))
            #expect(site.journal == "")
            #expect(try await site.scratchDatabases() == "")
            try await site.expectProduction("live")
            try await succeeds(site)
        }

        @Test(
            "the application's image is gone: it is said, the former database is put back, and starting is left to do")
        func imageMissing() async throws {
            let site = try ComposeSite.shared
            try await site.backup()
            try await site.query("UPDATE epoch SET name = 'later'")
            try site.set(["REVA_IMAGE": "reva-test-absent:1"])
            try await site.run("docker compose rm --force --stop reva")
            // Docker names the service, and its own words follow.
            #expect(try await site.fails("docker compose up -d reva").contains(" reva Error "))
            let end = try await site.reva.run(Self.restore)
            #expect(end.code == 9, "\(end.errors)")
            let words = try #require(end.errors.firstRange(of: "\nerror: ").map { end.errors[$0.upperBound...] })
            #expect(words.hasPrefix("the application's container cannot be made: docker compose: "), "\(words)")
            #expect(
                words.hasSuffix(
                    """
                    ; the former database was put back, and nothing was lost
                      try: reva health
                      try: reva status
                      try: docker compose up -d reva, in \(site.folder.path)
                      try: docker image ls: is its image there? REVA_IMAGE in .env names it

                    """), "\(words)")
            #expect(
                end.warnings.contains { $0.hasPrefix("the application cannot be started, the next run tries again: ") })
            #expect(try await site.query("SELECT name FROM epoch") == "later")
            #expect(try await site.scratchDatabases() == "")
            try site.set(["REVA_IMAGE": ComposeSite.image])
            let next = try await site.reva("backup", "--no-prove")
            #expect(next.code == 0, "\(next.errors)")
            try await site.expectProduction("later")
            try await site.query("UPDATE epoch SET name = 'live'")
            try await site.backup()
            try await succeeds(site)
        }

        /// What every one of these ends with: the next restore brings the backup live.
        private func succeeds(_ site: ComposeSite) async throws {
            let end = try await site.reva.run(Self.restore)
            #expect(end.code == 0, "\(end.errors)")
            #expect(try await site.scratchDatabases() == "")
            #expect(site.journal == "")
            try await site.expectProduction("live")
        }
    }
}
