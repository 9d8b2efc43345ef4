import Foundation
import RevaTesting
import Testing

extension InCompose {
    /// The runbook's procedures as `reva` does them, from the host and into the containers.
    @Suite struct OperationTests {
        private struct Listed: Decodable {
            let name: String
            let state: String
        }

        private struct Restored: Decodable {
            let name: String
            let state: String
            let downtimeSeconds: Double
            let before: String
        }

        @Test(
            "backs up, lists, verifies, restores, undoes; the application is away for the swap alone, the cache is emptied"
        )
        func wholeLife() async throws {
            let site = try ComposeSite.shared
            try site.removeBackups()
            let name = try await site.backup()
            #expect(site.backups == [name, "\(name).proof.json", "reva_LATEST.sql.gz"])
            let listed: [Listed] = try await site.reva("list", "--format", "json").decoded()
            #expect(listed.map(\.name) == [name] && listed.map(\.state) == ["proven"])
            let verified = try await site.reva("verify", "latest")
            #expect(verified.code == 0 && verified.output.hasPrefix("\(name)  proven  "), "\(verified.errors)")

            try await site.query("UPDATE epoch SET name = 'later'")
            try await site.run("docker compose exec -T redis redis-cli SET reva:newer than-the-backup")
            let plan = try await site.reva("restore", "latest", "--dry-run")
            #expect(plan.code == 0)
            #expect(
                plan.output.hasPrefix(
                    "Restoring \(name), proven, into Docker Compose, project \(site.project) of \(site.folder.path)\n"))
            let container = try await site.run("docker compose ps --quiet reva")
            let end = try await site.reva("restore", "latest", "--yes", "--format", "json")
            #expect(end.code == 0, "\(end.errors)")
            let restored: Restored = try end.decoded()
            #expect(restored.state == "restored" && restored.name == name)
            #expect(restored.downtimeSeconds > 0)
            // It is away for these alone.
            let away = end.steps.drop { $0 != "stop the application" }.prefix(4)
            #expect(
                away == [
                    "stop the application", "swap the databases", "start the application", "wait until it is healthy",
                ])
            #expect(restored.before.hasPrefix("reva_before_"))
            try await site.expectProduction("live")
            #expect(try await site.run("docker compose exec -T redis redis-cli EXISTS reva:newer") == "0\n")
            #expect(
                try await site.run("docker compose ps --quiet reva") == container, "stopped and started, not remade")
            let index = "SELECT count(*) FROM pg_index WHERE indisvalid AND indrelid = 'near'::regclass"
            #expect(try await site.query(index) == "1")
            #expect(try await site.scratchDatabases() == "")
            #expect(site.journal == "")

            let undone = try await site.reva("undo", "--yes")
            #expect(undone.code == 0, "\(undone.errors)")
            #expect(undone.output.hasPrefix("\(restored.before) is live again, in "))
            try await site.expectProduction("later")
            try await site.query("UPDATE epoch SET name = 'live'")
        }

        @Test("asks before a restore, and does nothing where nobody can answer")
        func declined() async throws {
            let site = try ComposeSite.shared
            try await site.backup()
            let end = try await site.reva("restore", "latest")
            #expect(end.code == 7)
            #expect(
                end.errors.hasSuffix(
                    "error: this needs a yes, and there is no terminal to ask at\n  try: add --yes\n"
                        + "  try: --dry-run shows what would be done\n"), "\(end.errors)")
            try await site.expectProduction("live")
        }

        @Test("prunes what is old, and databases set aside long ago, and keeps the newest proven backup")
        func prunes() async throws {
            let site = try ComposeSite.shared
            try site.removeBackups()
            let name = try await site.backup()
            let old = "reva_2020-01-01_020000.sql.gz"
            try site.folder.write("backups/\(old)", "")
            try await site.query("CREATE DATABASE reva_before_20200101_020000", database: "postgres")
            let plan = try await site.reva("prune", "--dry-run")
            #expect(plan.code == 0)
            #expect(plan.output.contains(try Regex("would go +\(old) ")), "\(plan.output)")
            #expect(try await site.reva("prune").code == 7)
            #expect(site.backups.contains(old))
            let done = try await site.reva("prune", "--yes")
            #expect(done.code == 0, "\(done.errors)")
            #expect(site.backups == [name, "\(name).proof.json", "reva_LATEST.sql.gz"])
            #expect(
                try await site.query(
                    "SELECT count(*) FROM pg_database WHERE datname = 'reva_before_20200101_020000'",
                    database: "postgres") == "0")
        }

        private struct Status: Decodable {
            struct Component: Decodable, Equatable {
                let name: String
                let isRunning: Bool
            }
            let complaints: [String]
            let components: [Component]
        }

        private func askStatus() async throws -> (code: Int32?, status: Status) {
            let end = try await ComposeSite.shared.reva("status", "--format", "json")
            return (end.code, try end.decoded())
        }

        @Test("status has every component, and says first which one is not there")
        func status() async throws {
            let site = try ComposeSite.shared
            try await site.backup()
            let well = try await askStatus()
            #expect(well.code == 0, "\(well.status.complaints)")
            #expect(well.status.components.map(\.name) == ["postgres", "redis", "reva"])
            #expect(!well.status.components.contains { !$0.isRunning })
            #expect(try await site.reva("health").output == "status: ok\n")

            try await site.run("docker compose stop redis")
            let uncached = try await askStatus()
            #expect(uncached.code == 2)
            #expect(uncached.status.complaints == ["redis is not running: exited (0)"])
            #expect(try await site.reva("health").code == 0, "the application does without a cache")
            try await site.run("docker compose start redis")

            try await site.run("docker compose stop postgres")
            let log = try await site.run("docker compose logs --tail 1 postgres")
            #expect(log.contains("database system is shut down"), "a stop must be no crash: \(log)")
            let end = try await site.reva("status")
            #expect(end.code == 2)
            #expect(end.output.contains("! postgres is not running: exited (0)\n"), "\(end.output)")
            #expect(end.output.contains("! the database does not answer\n"))
            let health = try await site.reva("health")
            #expect(health.code == 2)
            #expect(health.output == "status: degraded\n  the database does not answer\n")
            let backup = try await site.reva("backup")
            #expect(backup.code == 6)
            #expect(
                backup.errors.hasSuffix(
                    "error: the database is not running: its container is exited (0)\n"
                        + "  try: docker compose up -d --wait postgres\n  try: docker compose logs postgres\n"))
            try await site.startDatabase()
            try await site.expectProduction("live")

            try await site.run("docker compose stop reva")
            let away = try await site.reva("health")
            #expect(away.code == 6)
            #expect(
                away.errors.hasPrefix("error: the application is not running: its container is exited (0)\n"),
                "\(away.errors)")
            #expect(try await askStatus().status.complaints.contains("reva is not running: exited (0)"))
            try await site.run("docker compose start reva")
            try await site.expectProduction("live")
            #expect(try await askStatus().code == 0)
        }
    }
}
