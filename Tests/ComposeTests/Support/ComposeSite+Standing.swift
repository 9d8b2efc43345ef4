import Foundation
import RevaTesting

/// What stands there between two tests.
extension ComposeSite {
    /// Puts the tests' data in where it is missing.
    func fill() async throws {
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

    /// Brings the deployment back to what it was, where a test that failed left it otherwise.
    func putBack() async throws {
        guard await !isAsFound() else { return }
        try await run(
            """
            if [ -e kept ] && [ -e secrets/postgres_password ]; then cat kept > secrets/postgres_password; rm kept; fi
            if [ -e kept ]; then mv kept secrets/postgres_password; fi
            docker unpause reva-postgres 2>/dev/null || true
            docker compose up -d --no-deps --wait postgres
            """)
        try set(["REVA_IMAGE": Self.image])
        try await query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'hold%'",
            database: "postgres")
        try await fill()
        try await query(
            """
            DROP TABLE IF EXISTS much, many;
            DELETE FROM schema_migrations WHERE version = 9999;
            """)
        try await run("docker compose up -d --force-recreate --no-deps reva redis && sleep 10")
        // Cleans up after whatever did not end well.
        try await backup("--no-prove")
    }

    private func isAsFound() async -> Bool {
        guard journal == "", !FileManager.default.fileExists(atPath: "\(folder.path)/kept") else { return false }
        for service in ["reva", "postgres", "redis"] where await (try? state(of: service)) != "running" { return false }
        return await (try? query("SELECT name FROM epoch")) == "live"
    }
}
