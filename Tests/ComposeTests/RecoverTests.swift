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
            let line = "  1. restart redis\n       docker compose --project-name \(site.project) restart redis\n"
            #expect(plan.output.hasSuffix(line), "\(plan.output)")
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
            #expect(
                none.errors.hasPrefix("error: there is no backup in \(site.folder.path)/backups\n"), "\(none.errors)")
            #expect(try await copies() == [])
            try await site.expectProduction("live")
        }

        /// The volumes that hold what was there before.
        private func copies() async throws -> [String] {
            let site = try ComposeSite.shared
            return try await site.run("docker volume ls -q --filter label=reva.copy-of=\(site.storage)")
                .split(separator: "\n").map(String.init)
        }

        /// Puts a file of ours beside the database's, to know its copies by.
        private func mark() async throws {
            try await inside(ComposeSite.shared.storage, "touch /v/marked")
        }

        /// Whether a volume holds a database's files, and the mark among them.
        private func isMarkedCopy(_ volume: String) async throws -> Bool {
            try await inside(volume, "cat /v/PG_VERSION; ls -d /v/global /v/marked 2>/dev/null || true")
                == "16\n/v/global\n/v/marked\n"
        }

        @discardableResult
        private func inside(_ volume: String, _ command: String) async throws -> String {
            try await ComposeSite.shared.run(
                "docker run --rm -v \(volume):/v --entrypoint sh pgvector/pgvector:pg16 -c '\(command)'")
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
            try await mark()
            let plan = try await site.reva("recover", "database-lost", "--dry-run")
            let compose = "docker compose --project-name \(site.project)"
            for line in [
                "  1. stop the application and the database\n       \(compose) stop reva postgres\n",
                "  2. copy the storage aside\n       docker volume create \(site.storage)_before\n",
                "       docker volume rm \(site.storage)\n",
                "  4. start the database\n       \(compose) up -d --wait postgres\n",
                "       gunzip -c backups/\(name) | \(compose) exec -T postgres psql -U postgres ",
                "The storage is \(site.storage); its copy stays until you remove it.\n",
            ] {
                #expect(plan.output.contains(line), "\(plan.output)")
            }
            #expect(plan.output.contains("  what was written since \(name) was taken, "), "\(plan.output)")
            let end = try await site.reva(
                "recover", "database-lost", "--confirm", site.storage, "--format", "json")
            #expect(end.code == 0, "\(end.errors)")
            let outcome: Outcome = try end.decoded()
            #expect(outcome.restored == name)
            let copy = try #require(outcome.copy)
            #expect(copy.hasPrefix("\(site.storage)_before_"))
            #expect(try await isMarkedCopy(copy))
            try await site.expectProduction("live")
            #expect(try await copies() == [copy])
            try await site.run("docker volume rm \(copy)")
        }

        @Test("killed with -9 at one step after the other it goes on from there, and what there was stays in a copy")
        func killed() async throws {
            let site = try ComposeSite.shared
            try await site.backup()
            try await site.run("docker compose stop postgres")
            try await mark()
            let command = [
                "recover", "database-lost", "--anyway", "--deployment", "compose", "--confirm", site.storage,
                "--format",
                "json",
            ]
            var steps: [String] = []
            for number in 1...4 {
                steps.append(try #require(try await site.reva.run(command, killedAtStep: number)))
                let volumes = try await copies() + [site.storage]
                var isKept = false
                for volume in volumes where try await isMarkedCopy(volume) { isKept = true }
                #expect(isKept, "killed at \(steps)")
            }
            #expect(
                steps == [
                    "stop the application and the database", "copy the storage aside",
                    "remove the storage, and make it anew", "start the database",
                ])
            let end = try await site.reva.run(command)
            #expect(end.code == 0, "\(end.errors)")
            try await site.expectProduction("live")
            try await site.run("docker volume rm \(copies().joined(separator: " "))")
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
