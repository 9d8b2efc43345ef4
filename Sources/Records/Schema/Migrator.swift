import Logging
import Postgres

/// Brings a database's schema to the version this program needs. Safe to run at every start, and by several at once.
///
/// Each step is a transaction of its own that holds a lock of the whole database and records the step in
/// `schema_migrations`, so a step is done and recorded or neither. A second one running at the same time waits for each
/// step and then finds it done.
package struct Migrator: Sendable {
    private let migrations: [Migration]
    private let logger: Logger

    /// Any number; the same in every version of this program.
    private static let lock: Int64 = 0x5265_7661_0001

    package init(_ migrations: [Migration] = Schema.migrations, logger: Logger = Logger(label: "reva.records")) {
        precondition(
            migrations.map(\.version) == Array(1..<(migrations.count + 1)), "versions count up from 1 without gaps")
        self.migrations = migrations
        self.logger = logger
    }

    /// What is recorded of one step.
    private struct Applied {
        let version: Int
        let name: String
        let checksum: String
    }

    /// Applies the steps that are missing, in order.
    /// - Returns: Those applied now.
    /// - Throws: `SchemaError`; the steps before the one that failed stay applied.
    @discardableResult
    package func migrate(_ connection: Connection) async throws -> [Migration] {
        var applied: [Migration] = []
        while let migration = try await step(connection) {
            logger.info(
                "schema migrated", metadata: ["version": "\(migration.version)", "name": "\(migration.name)"])
            applied.append(migration)
        }
        return applied
    }

    /// The version the database has; 0 for an empty one. Changes nothing.
    package func version(_ connection: Connection) async throws -> Int {
        let name: String? = try await connection.query(
            "SELECT to_regclass('public.schema_migrations')::text"
        ).only.decode(0)
        guard name != nil else { return 0 }
        return try await connection.query("SELECT coalesce(max(version), 0) FROM public.schema_migrations")
            .only.decode(0)
    }

    /// Applies the first step that is missing; nil when none is.
    private func step(_ connection: Connection) async throws -> Migration? {
        try await connection.withTransaction { connection in
            try await connection.query("SELECT pg_advisory_xact_lock(\(Self.lock))")
            try await connection.run(Script(unsafeRaw: Self.history))
            let applied = try await connection.query(
                "SELECT version, name, checksum FROM public.schema_migrations ORDER BY version"
            ).map { row in
                try Applied(
                    version: row.decode("version"), name: row.decode("name"), checksum: row.decode("checksum"))
            }
            try await check(applied, connection)
            guard applied.count < migrations.count else { return nil }
            let next = migrations[applied.count]
            do {
                try await connection.run(Script(unsafeRaw: next.sql))
            } catch let error as PostgresError {
                throw Self.explained(error, next)
            }
            try await connection.query(
                """
                INSERT INTO public.schema_migrations (version, name, checksum)
                VALUES (\(next.version), \(next.name), \(fragment: Self.checksum(next)))
                """)
            return next
        }
    }

    private static let history = """
        CREATE TABLE IF NOT EXISTS public.schema_migrations (
            version integer PRIMARY KEY,
            name text NOT NULL,
            checksum text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
        )
        """

    private static func checksum(_ migration: Migration) -> Statement {
        "encode(sha256(convert_to(\(migration.sql)::text, 'UTF8')), 'hex')"
    }

    private func check(_ applied: [Applied], _ connection: Connection) async throws {
        if let last = applied.last, last.version > migrations.count {
            throw SchemaError(
                .newer(last.version),
                "the database's schema is version \(last.version), this reva knows up to \(migrations.count)",
                hints: [
                    "run the newer reva that brought it to version \(last.version)",
                    "`reva restore` with a backup from before goes back, and loses what was written since",
                ])
        }
        for (migration, record) in zip(migrations, applied) {
            guard migration.version == record.version else {
                throw SchemaError(
                    .incomplete, "the database's schema lacks version \(migration.version) and has \(record.version)",
                    hints: ["somebody changed the table schema_migrations: `reva list` shows the backups from before"])
            }
            let expected: String = try await connection.query("SELECT \(fragment: Self.checksum(migration))")
                .only.decode(0)
            guard expected == record.checksum else {
                throw SchemaError(
                    .changed(record.version),
                    "version \(record.version) of the database's schema, \(record.name), was not made by this reva",
                    hints: [
                        "run the reva that made it: its text of that step is another one",
                        "a changed step belongs into a new one, with the next number",
                    ])
            }
        }
    }

    private static func explained(_ error: PostgresError, _ migration: Migration) -> any Error {
        // Lost connections and conflicts are the caller's, or are tried anew.
        guard error.kind == .server, !error.isSerializationFailure else { return error }
        let isVector = error.summary.contains("\"vector\"") || error.summary.contains("vector.control")
        // 0A000: the extension is not available; 58P01: on older servers its file is missing; 42501: not allowed.
        if isVector, ["0A000", "58P01"].contains(error.sqlState) {
            return SchemaError(
                .vectorMissing, "the database's server has no pgvector, which memories need",
                hints: [
                    "install it beside the server, for PostgreSQL 16 on Debian with `apt install postgresql-16-pgvector`",
                    "or use the container image pgvector/pgvector:pg16",
                ], cause: error)
        }
        if isVector, error.sqlState == "42501" {
            return SchemaError(
                .vectorMissing, "this user may not create the extension pgvector, which memories need",
                hints: ["run `CREATE EXTENSION vector` in the database as a superuser, once"], cause: error)
        }
        return SchemaError(
            .stepFailed(migration.version),
            "version \(migration.version) of the schema, \(migration.name), failed: \(error.summary)",
            hints: error.hints + [
                "nothing of that version was kept; when its reason is gone, start again"
            ], cause: error)
    }
}
