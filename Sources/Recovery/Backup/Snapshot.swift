import Deployment

/// A moment of the database that several programs read alike.
///
/// It lasts as long as the session that exported it keeps its transaction open.
struct Snapshot: Decodable, Sendable {
    /// What `pg_dump --snapshot` takes.
    let name: String
    let lsn: String
    let serverVersion: String
    /// Such as 160014.
    let serverVersionNumber: Int
    let locale: DatabaseLocale
    /// Bytes of the whole database on the server's disk.
    let size: Int
    let dataDirectory: String?

    struct Extension: Decodable, Sendable {
        let name: String
        let version: String
    }

    /// Begins the transaction of `session` and exports its snapshot.
    static func export(in session: DatabaseSession) async throws -> Snapshot {
        // The session idles while pg_dump works; no time-out of the server may end it.
        try await session.run(
            """
            SET idle_in_transaction_session_timeout = 0;
            SET statement_timeout = 0;
            BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
            """)
        return try await session.row(
            """
            SELECT pg_export_snapshot() AS name,
                CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END AS lsn,
                current_setting('server_version') AS "serverVersion",
                current_setting('server_version_num')::int AS "serverVersionNumber",
                \(DatabaseLocale.json) AS locale,
                pg_database_size(oid) AS size,
                (SELECT setting FROM pg_settings WHERE name = 'data_directory') AS "dataDirectory"
            FROM pg_database d WHERE datname = current_database()
            """)
    }

    static func extensions(in session: DatabaseSession) async throws -> [String: String] {
        let rows: [Extension] = try await session.rows(
            "SELECT extname AS name, extversion AS version FROM pg_extension")
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.version) })
    }
}
