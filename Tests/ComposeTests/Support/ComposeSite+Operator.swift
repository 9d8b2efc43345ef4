import Foundation
import RevaTesting
import SystemPackage
import Testing

/// The person who runs Reva there, with the built program beside the tests.
extension ComposeSite {
    var reva: RevaProgram {
        let variables = [
            "REVA_HOME": "\(folder.path)/home", "REVA_COMPOSE_PROJECT": project, "REVA_JOBS": "2",
            "REVA_MAINTENANCE_MEMORY": "64", "REVA_START_LIMIT": "60",
        ]
        return RevaProgram(
            home: FilePath("\(folder.path)/home"), variables: Self.variables.merging(variables) { $1 })
    }

    /// Runs `reva ... --deployment compose`.
    func reva(_ arguments: String...) async throws -> RevaProgram.End {
        try await reva.run(arguments + ["--deployment", "compose"])
    }

    /// Takes a backup, and gives its name.
    @discardableResult
    func backup(_ arguments: String...) async throws -> String {
        struct Taken: Decodable { let name: String }
        let end = try await reva.run(["backup", "--deployment", "compose", "--format", "json"] + arguments)
        try #require(end.code == 0, "\(end.errors)")
        return try end.decoded(as: Taken.self).name
    }

    /// Names of what is in the folder of the backups, but for the lock's file.
    var backups: [String] { folder.names(in: "backups").filter { $0 != ".reva.lock" } }

    /// What the run at work, or one that did not end well, wrote down.
    var journal: String { (try? folder.text("backups/.reva.lock")) ?? "" }

    /// Removes the backups, for a test that counts them.
    func removeBackups() throws {
        for name in backups { try FileManager.default.removeItem(atPath: "\(folder.path)/backups/\(name)") }
    }

    /// Databases beside the live one that are neither the server's own nor set aside.
    func scratchDatabases() async throws -> String {
        try await query(
            "SELECT datname FROM pg_database WHERE starts_with(datname, 'reva_') AND datname NOT LIKE 'reva_before_%'",
            database: "postgres")
    }

    /// The state of a service's container, in Docker's words, such as "running".
    func state(of service: String) async throws -> String {
        try await run("docker compose ps --all --format '{{.State}}' \(service)")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Starts the database's container; `psql` in it waits for the server.
    func startDatabase() async throws {
        try await run("docker compose start postgres")
        try await query("SELECT 1")
    }

    /// Waits until the application is ready, as its own probe says.
    func becomesReady() async throws { try await run("sleep 10") }

    /// What must hold after every fault: the application answers, with the data that it had.
    func expectProduction(_ epoch: String, _ location: SourceLocation = #_sourceLocation) async throws {
        try await becomesReady()
        #expect(try await query("SELECT name FROM epoch") == epoch, sourceLocation: location)
        #expect(try await reva("health").code == 0, sourceLocation: location)
    }

    /// Keeps a lock while `body` runs, or until `release`: `statement` takes it, in a transaction that stays open.
    func holding(
        _ statement: String, database: String = "reva", as name: String? = nil,
        _ body: (_ release: () async -> Void) async throws -> Void
    ) async throws {
        let words = name ?? "holding_\(UUID().uuidString.prefix(8))"
        let lines = """
            docker exec -e PGAPPNAME=\(words) reva-postgres psql -U postgres -d \(database) -X -q \
            -c "BEGIN; \(statement); SELECT pg_sleep(600)"
            """
        let holder = Task { _ = try? await run(lines) }
        let release = {
            // In a task of its own: a lock that outlives its test, because that was cancelled, holds up all that come after.
            _ = await Task {
                try? await query(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '\(words)'",
                    database: "postgres")
            }.value
        }
        let result = await Result.catching {
            try await waits(
                "SELECT 1 FROM pg_stat_activity WHERE application_name = '\(words)' AND wait_event = 'PgSleep'")
            try await body(release)
        }
        await release()
        await holder.value
        try result.get()
    }

    func holding(
        _ statement: String, database: String = "reva", _ body: () async throws -> Void
    ) async throws {
        try await holding(statement, database: database) { (_: () async -> Void) in try await body() }
    }

    /// Keeps every load from getting beyond the table `held` while `body` runs.
    func holdingLoads(_ body: () async throws -> Void) async throws {
        try await holding("SELECT 1", database: "postgres", as: HeldWork.loads) { (_: () async -> Void) in
            try await body()
        }
    }

    /// Lends a table that a statement makes.
    func with(_ statement: String, table: String, _ body: () async throws -> Void) async throws {
        try await query(statement)
        let result = await Result.catching { try await body() }
        let end = await Result.catching { try await query("DROP TABLE IF EXISTS \(table)") }
        try result.get()
        _ = try end.get()
    }

    /// Waits until a query gives something.
    func waits(_ sql: String, _ location: SourceLocation = #_sourceLocation) async throws {
        for _ in 0..<1200 {
            if try await !query(sql, database: "postgres").isEmpty { return }
            // There is nothing to wait on but the answer of the next query.
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("it never holds: \(sql)", sourceLocation: location)
    }
}
