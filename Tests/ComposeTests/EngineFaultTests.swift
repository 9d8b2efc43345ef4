import Foundation
import RevaTesting
import Testing

extension FaultsInCompose {
    /// What surrounds the deployment goes wrong.
    @Suite struct EngineFaultTests {
        @Test(
            "nobody answers at Docker's socket: every command says so, and what to try",
            arguments: [
                ["backup"], ["restore", "latest", "--yes"], ["undo", "--yes"], ["health"], ["recover", "redis"],
            ])
        func engineAway(command: [String]) async throws {
            let site = try ComposeSite.shared
            var reva = site.reva
            reva.variables["DOCKER_HOST"] = "unix://\(site.folder.path)/nobody.sock"
            let end = try await reva.run(command + ["--deployment", "compose"])
            #expect(end.code == 6)
            #expect(
                end.errors.hasPrefix("error: docker ps: Cannot connect to the Docker daemon at unix://"),
                "\(end.errors)")
            #expect(end.errors.hasSuffix("\n  try: start Docker, or name its socket in DOCKER_HOST\n"))
            try await site.expectProduction("live")
        }

        @Test(
            "the database's password is wrong: the application says which, the health says degraded, and it comes back")
        func wrongSecret() async throws {
            let site = try ComposeSite.shared
            // The file's owner stays, as docs/compose.md says.
            try await site.run(
                """
                cp secrets/postgres_password kept
                echo wrong > secrets/postgres_password
                docker compose restart reva
                """)
            try await site.run(
                "curl -fs -o /dev/null --retry 60 --retry-all-errors --retry-delay 1 http://localhost:3978/api/live")
            let health = try await site.reva("health")
            #expect(health.code == 2)
            #expect(
                health.output.contains("status: degraded\n")
                    && health.output.contains("  the database does not answer\n"))
            let status = try await site.reva("status")
            #expect(status.code == 2)
            #expect(status.output.contains("! the database does not answer\n"))
            let log = try await site.run("docker compose logs --tail 500 reva")
            #expect(
                log.contains("password authentication failed for user \"postgres\"")
                    || log.contains("password authentication failed for user \\\"postgres\\\""), "\(log)")
            // The procedures go over the container's own loopback and need no password.
            try await site.backup()
            try await site.run("cat kept > secrets/postgres_password; rm kept; docker compose restart reva")
            try await site.expectProduction("live")
        }

        @Test("the database hangs, so that no connection is refused: the health says so within its own limit")
        func databaseHangs() async throws {
            let site = try ComposeSite.shared
            try await site.run("docker pause reva-postgres")
            // The application is given 10 seconds for its report: one that waits for its database would be an error here.
            let health = await Result.catching { try await site.reva("health") }
            let status = await Result.catching { try await site.reva("status") }
            try await site.run("docker unpause reva-postgres")
            #expect(try health.get().code == 2)
            #expect(try health.get().output == "status: degraded\n  the database does not answer\n")
            #expect(try status.get().code == 2)
            #expect(try status.get().output.contains("! postgres is not running: paused (0)\n"))
            try await site.expectProduction("live")
        }

        @Test("a secret's file is missing: docker compose names it, and what runs goes on")
        func missingSecret() async throws {
            let site = try ComposeSite.shared
            try await site.run("mv secrets/postgres_password kept")
            let up = try await site.fails("docker compose up -d --force-recreate reva")
            #expect(up.contains("\(site.folder.path)/secrets/postgres_password"), "\(up)")
            #expect(try await site.state(of: "postgres") == "running")
            try await site.run("mv kept secrets/postgres_password; docker compose up -d reva")
            try await site.expectProduction("live")
        }
    }
}
