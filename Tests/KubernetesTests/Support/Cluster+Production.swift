import RevaTesting
import Subprocess
import Testing

/// What stands there between two tests.
extension Cluster {
    /// Waits until the manifests are applied and everything of them runs, and puts the tests' data in where it is missing.
    func settle() async throws {
        try await run(
            """
            kubectl rollout status statefulset/postgres -n reva --timeout=300s
            kubectl rollout status deployment/redis -n reva --timeout=120s
            kubectl rollout status deployment/reva -n reva --timeout=300s
            """)
        try await query(
            """
            SET client_min_messages = warning;
            CREATE EXTENSION IF NOT EXISTS vector;
            CREATE TABLE IF NOT EXISTS epoch AS SELECT 'live' AS name;
            CREATE TABLE IF NOT EXISTS near AS SELECT ('[' || i || ',1]')::vector(2) AS v FROM generate_series(1, 200) i;
            CREATE INDEX IF NOT EXISTS nearest ON near USING hnsw (v vector_l2_ops);
            UPDATE epoch SET name = 'live' WHERE name <> 'live';
            """)
        try await query(HeldWork.objects)
    }

    /// What must hold after every fault: the application answers, with the data that it had, and nothing is left over.
    func expectProduction(_ epoch: String, replicas: Int = 1, _ location: SourceLocation = #_sourceLocation)
        async throws
    {
        try await run("kubectl rollout status statefulset/postgres -n reva --timeout=300s")
        try await run("kubectl rollout status deployment/reva -n reva --timeout=300s")
        #expect(try await query("SELECT name FROM epoch") == epoch, sourceLocation: location)
        #expect(try await self.replicas() == "\(replicas)", sourceLocation: location)
        #expect(try await scratchDatabases() == "", sourceLocation: location)
        #expect(try await journal() == "", sourceLocation: location)
        let partial = try await backups().filter { !$0.hasPrefix("reva_") || $0.hasSuffix(".partial") }
        #expect(partial == [], sourceLocation: location)
    }

    func replicas() async throws -> String {
        try await run("kubectl get deployment/reva -n reva --output=jsonpath={.spec.replicas}")
    }

    /// Databases beside the live one that are neither the server's own nor set aside.
    func scratchDatabases() async throws -> String {
        try await query(
            "SELECT datname FROM pg_database WHERE starts_with(datname, 'reva_') AND datname NOT LIKE 'reva_before_%'",
            database: "postgres")
    }

    /// Runs lines in a pod that sees the claim of the backups as /backups.
    @discardableResult
    func onBackups(_ lines: String) async throws -> String {
        try await run("kubectl exec -n reva files -- sh -ec '\(lines)'")
    }

    /// Names on that claim, hidden ones too, but for the lock's file, the evidence and the reports of drills.
    func backups() async throws -> [String] {
        try await onBackups("ls -A /backups").split(separator: "\n").map(String.init)
            .filter { ![".reva.lock", "evidence.jsonl", "drills"].contains($0) }
    }

    /// What the run at work, or one that did not end well, wrote down.
    func journal() async throws -> String { try await onBackups("cat /backups/.reva.lock 2>/dev/null || true") }

    /// What a scenario without a backup saved before it began: taken off the claim.
    func takeSalvaged() async throws -> [String] {
        let saved = try await backups().filter { $0.hasPrefix("salvaged_") }
        try await onBackups("rm -f /backups/salvaged_*")
        return saved
    }

    func removeBackups() async throws { try await onBackups("rm -f /backups/reva_*") }

    /// Keeps a lock while `body` runs: `statement` takes it, in a transaction that stays open until `release` or the end.
    func holding(
        _ statement: String, database: String = "postgres", as name: String? = nil,
        _ body: (_ release: () async throws -> Void) async throws -> Void
    ) async throws {
        let words = name ?? "holding_\(UInt32.random(in: .min ... .max))"
        let lines = """
            kubectl exec -n reva statefulset/postgres -- env PGAPPNAME=\(words) psql -U postgres -d \(database) -X -q \
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
        let result: Result<Void, any Error>
        do {
            try await waits(
                "SELECT 1 FROM pg_stat_activity WHERE application_name = '\(words)' AND wait_event = 'PgSleep'")
            result = .success(try await body(release))
        } catch {
            result = .failure(error)
        }
        await release()
        holder.cancel()
        await holder.value
        try result.get()
    }

    /// Keeps every load from getting beyond the table `held` while `body` runs, or until `release`.
    func holdingLoads(_ body: (_ release: () async throws -> Void) async throws -> Void) async throws {
        try await holding("SELECT 1", as: HeldWork.loads, body)
    }

    /// Runs a command that loads, and lends its process to `body` in a moment when it is about to swap or to drop a
    /// database, and cannot.
    func atSwap(
        of arguments: String..., body: (ProcessIdentifier) async throws -> Void
    ) async throws -> RevaProgram.End {
        var end: RevaProgram.End?
        try await holdingLoads { release in
            end = try await reva.run(arguments + ["--deployment", "kubernetes"], at: "load the rows") { process in
                try await holding(Self.noDatabases) { _ in
                    try await release()
                    try await waitsForDatabases()
                    try await body(process)
                }
            }
        }
        return try #require(end)
    }

    /// Waits until a query gives something.
    func waits(_ sql: String, _ location: SourceLocation = #_sourceLocation) async throws {
        try await waits(until: sql, location) { try await !query(sql, database: "postgres").isEmpty }
    }

    /// Asks again and again, also where it cannot be asked, and gives up after minutes.
    func waits(
        until words: String, _ location: SourceLocation = #_sourceLocation, _ holds: () async throws -> Bool
    ) async throws {
        for _ in 0..<600 {
            if (try? await holds()) == true { return }
            // There is nothing to wait on but the next answer.
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("it never holds: \(words)", sourceLocation: location)
    }

    /// Waits until somebody waits for the lock that `holding(Self.noDatabases)` keeps.
    func waitsForDatabases() async throws {
        try await waits("\(HeldWork.lockWaits) AND relation = 'pg_database'::regclass")
    }

    /// Keeps databases from being made, dropped and renamed; sessions go on.
    static let noDatabases = "LOCK TABLE pg_database IN SHARE MODE"
}
