import Foundation
import RevaTesting
import Testing

extension InCompose {
    /// `reva recover`: the runbook's "Data Loss Scenarios" by one command each.
    @Suite struct RecoverTests {
        private struct Outcome: Decodable {
            let copy: String?
            let restored: String?
        }

        @Test("restarts the cache, which comes back empty")
        func redis() async throws {
            let site = try ComposeSite.shared
            let since = try await site.run("docker inspect -f '{{.State.StartedAt}}' $(docker compose ps -q redis)")
            try await site.run("docker compose exec -T redis redis-cli SET key value")
            let plan = try await site.reva("recover", "redis", "--dry-run")
            #expect(plan.output.hasSuffix("What will be done:\n  1. restart redis\n"), "\(plan.output)")
            #expect(try await site.run("docker compose exec -T redis redis-cli EXISTS key") == "1\n")
            let end = try await site.reva("recover", "redis")
            #expect(end.code == 0 && end.output.hasPrefix("recovered in "), "\(end.errors)")
            #expect(
                try await site.run("docker inspect -f '{{.State.StartedAt}}' $(docker compose ps -q redis)") != since)
            #expect(try await site.run("docker compose exec -T redis redis-cli EXISTS key") == "0\n")
            try await site.expectProduction("live")
        }

        @Test("says that a component which takes no part is not there")
        func missing() async throws {
            let site = try ComposeSite.shared
            let end = try await site.reva("recover", "mcp")
            #expect(end.code == 1)
            #expect(
                end.errors.hasPrefix(
                    "error: the Compose project \(site.project) has no container of the service release-mcp\n"))
        }

        @Test("refuses while the database answers, without its name, and without a proven backup, and touches nothing")
        func refuses() async throws {
            let site = try ComposeSite.shared
            try site.removeBackups()
            let needless = try await site.reva("recover", "no-backup", "--confirm", site.storage)
            #expect(needless.code == 7)
            #expect(
                needless.errors == """
                    error: the database still answers
                      try: reva restore latest, which keeps it beside
                      try: --anyway, when it is damaged all the same

                    """)
            let wrong = try await site.reva("recover", "no-backup", "--anyway", "--confirm", "reva_other")
            #expect(wrong.code == 7)
            #expect(
                wrong.errors == """
                    error: nothing was done: the storage's name was not confirmed
                      try: --confirm \(site.storage)
                      try: --dry-run

                    """)
            let none = try await site.reva("recover", "database-lost", "--anyway", "--confirm", site.storage)
            #expect(none.code == 4)
            #expect(none.errors.hasPrefix("error: there is no backup in \(site.folder.path)/backups\n"), "\(none.errors)")
            #expect(try await copies() == [])
            try await site.expectProduction("live")
        }

        /// The volumes that hold what was there before.
        private func copies() async throws -> [String] {
            let site = try ComposeSite.shared
            return try await site.run("docker volume ls -q --filter label=reva.copy-of=\(site.storage)")
                .split(separator: "\n").map(String.init)
        }

        /// What of a database's files is in a volume.
        private func content(of volume: String) async throws -> String {
            try await ComposeSite.shared.run(
                "docker run --rm -v \(volume):/v:ro --entrypoint sh pgvector/pgvector:pg16 -c 'cat /v/PG_VERSION; ls /v'")
        }

        @Test("begins anew on empty storage and restores the newest proven backup; what was there is copied aside")
        func databaseLost() async throws {
            let site = try ComposeSite.shared
            try site.removeBackups()
            let name = try await site.backup()
            try await site.query("UPDATE epoch SET name = 'later'")
            // As after a damage: it does not start any more.
            try await site.run(
                """
                docker compose stop postgres
                docker run --rm -v \(site.storage):/v --entrypoint rm pgvector/pgvector:pg16 /v/global/pg_control
                """)
            let plan = try await site.reva("recover", "database-lost", "--dry-run")
            #expect(
                plan.output.hasSuffix(
                    """
                    What will be done:
                      1. stop the application and the database
                      2. copy the storage aside
                      3. remove the storage, and make it anew
                      4. start the database
                      5. restore the newest proven backup
                    The storage is \(site.storage); its copy stays until you remove it.

                    """), "\(plan.output)")
            let end = try await site.reva(
                "recover", "database-lost", "--confirm", site.storage, "--format", "json")
            #expect(end.code == 0, "\(end.errors)")
            let outcome: Outcome = try end.decoded()
            #expect(outcome.restored == name)
            let copy = try #require(outcome.copy)
            #expect(copy.hasPrefix("\(site.storage)_before_"))
            #expect(try await content(of: copy).hasPrefix("16\nPG_VERSION\nbase\n"))
            try await site.expectProduction("live")
            #expect(try await copies() == [copy])
            try await site.run("docker volume rm \(copy)")
        }

        @Test("killed after any step it goes on from there, and every copy stays", arguments: [1, 2, 3, 4])
        func killed(step number: Int) async throws {
            let site = try ComposeSite.shared
            try await site.backup()
            try await site.run("docker compose stop postgres")
            let command = ["recover", "database-lost", "--deployment", "compose", "--confirm", site.storage, "--format", "json"]
            let step = try await site.reva.run(command, killedAtStep: number)
            #expect(step != nil)
            let again = try await site.reva.run(command + ["--anyway"])
            #expect(again.code == 0, "killed at \(step ?? ""): \(again.errors)")
            let all = try await copies()
            let copy = try #require(try again.decoded(as: Outcome.self).copy)
            #expect(all.contains(copy))
            // What was there before the first run is in one of them.
            var sizes: [String] = []
            for volume in all { sizes.append(try await content(of: volume)) }
            #expect(sizes.contains { $0.hasPrefix("16\n") })
            try await site.expectProduction("live")
            try await site.run("docker volume rm \(all.joined(separator: " "))")
        }

        @Test("starts without any data where there is no backup, and the application makes its tables")
        func noBackup() async throws {
            let site = try ComposeSite.shared
            let backup = try await site.backup()
            try await site.run("docker compose stop postgres")
            let end = try await site.reva("recover", "no-backup", "--confirm", site.storage, "--format", "json")
            #expect(end.code == 0, "\(end.errors)")
            let copy = try #require(try end.decoded(as: Outcome.self).copy)
            try await site.becomesReady()
            #expect(try await site.query("SELECT to_regclass('epoch') IS NULL") == "t")
            #expect(try await site.query("SELECT count(*) FROM reva_subscriptions") == "0")
            #expect(try await site.reva("health").code == 0)
            #expect(try await site.reva("restore", backup, "--yes").code == 0)
            try await site.expectProduction("live")
            try await site.run("docker volume rm \(copy)")
        }
    }
}
