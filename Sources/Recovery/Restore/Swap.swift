import Deployment
import Foundation

/// Lets a database that stands beside production take its name, in one transaction of the server.
///
/// The former production is set aside as `NAME_before_YYYYMMDD_HHMMSS` (UTC). There is no moment at which neither bears
/// the name, whatever is killed when.
struct Swap: Sendable {
    let recovery: Recovery
    let run: Run

    private var live: String { recovery.deployment.database }
    private static let infix = "_before_"

    /// A former production database.
    struct Copy: Sendable, Equatable {
        let name: String
        let setAsideAt: Date
        let bytes: Int
    }

    /// The databases that were set aside, newest first.
    static func copies(of deployment: any Deployment) async throws -> [Copy] {
        struct Row: Decodable {
            let name: String
            let bytes: Int
        }
        let prefix = "\(deployment.database.prefix(40))\(infix)"
        let rows: [Row] = try await DatabaseSession.with(deployment, database: ScratchDatabase.maintenance) {
            try await $0.rows(
                """
                SELECT datname AS name, pg_database_size(oid) AS bytes
                FROM pg_database WHERE starts_with(datname, :'prefix')
                """, ["prefix": prefix])
        }
        return rows.compactMap { row in
            time.date(from: String(row.name.dropFirst(prefix.count)))
                .map { Copy(name: row.name, setAsideAt: $0, bytes: row.bytes) }
        }.sorted { $0.setAsideAt > $1.setAsideAt }
    }

    /// Gives the live name to the database `name`.
    /// - Returns: what the former live database is called now; nil when there was none.
    func takeOver(by name: String) async throws -> String? {
        // Somebody may connect between the end of the sessions and the lock: then all is tried anew.
        for attempt in 1... {
            do {
                return try await attemptTakeOver(by: name)
            } catch let error as RecoveryError where error.isDatabaseInUse && attempt < 10 {
                run.remark("somebody connected to \(live) during the swap; ending that session and trying again")
            }
        }
        return nil
    }

    private func attemptTakeOver(by name: String) async throws -> String? {
        struct Standing: Decodable { let live: Bool }
        // Two swaps within a second need two names.
        let taken = try await Set(Self.copies(of: recovery.deployment).map(\.name))
        let names = (0...).lazy.map { "\(live.prefix(40))\(Self.infix)\(Self.time.string(from: Date() + Double($0)))" }
        guard let before = names.first(where: { !taken.contains($0) }) else { return nil }
        return try await DatabaseSession.with(
            recovery.deployment, database: ScratchDatabase.maintenance, of: run
        ) { session in
            let standing: Standing = try await session.row(
                "SELECT EXISTS (SELECT FROM pg_database WHERE datname = :'live') AS live", ["live": live])
            guard standing.live else {
                try await session.run("ALTER DATABASE :\"new\" RENAME TO :\"live\";", ["new": name, "live": live])
                return nil
            }
            try await session.run(
                "BEGIN;\n\(Self.carryOver)\n\(Self.rename)\nCOMMIT;", ["new": name, "live": live, "before": before])
            return before
        }
    }

    /// Gives another database the owner, rights and settings of the live one, without taking its name.
    func carryOver(to name: String) async throws {
        try await DatabaseSession.with(recovery.deployment, database: ScratchDatabase.maintenance) { session in
            try await session.run("BEGIN;\n\(Self.carryOver)\nCOMMIT;", ["new": name, "live": live])
        }
    }

    /// What belongs to the name rather than to the content goes along: owner, rights, settings, limits.
    private static let carryOver = """
        SELECT format('ALTER DATABASE %I OWNER TO %I', :'new', pg_get_userbyid(datdba)),
            format('ALTER DATABASE %I CONNECTION LIMIT %s', :'new', datconnlimit),
            format('COMMENT ON DATABASE %I IS %L', :'new', shobj_description(oid, 'pg_database'))
        FROM pg_database WHERE datname = :'live' \\gexec
        SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'new')
        FROM pg_database WHERE datname = :'live' AND datacl IS NOT NULL \\gexec
        SELECT format('GRANT %s ON DATABASE %I TO %s%s', a.privilege_type, :'new',
            CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
            CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
        FROM pg_database d, aclexplode(d.datacl) a WHERE d.datname = :'live' \\gexec
        SELECT CASE WHEN s.setrole = 0 THEN format('ALTER DATABASE %I', :'new')
            ELSE format('ALTER ROLE %I IN DATABASE %I', pg_get_userbyid(s.setrole), :'new') END
            || format(' SET %I TO ', split_part(entry, '=', 1))
            -- these are kept as lists whose parts are quoted already
            || CASE WHEN split_part(entry, '=', 1) IN ('search_path', 'temp_tablespaces', 'local_preload_libraries',
                    'session_preload_libraries', 'shared_preload_libraries', 'unix_socket_directories')
                THEN coalesce(nullif(substr(entry, strpos(entry, '=') + 1), ''), '''''')
                ELSE quote_literal(substr(entry, strpos(entry, '=') + 1)) END
        FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase, unnest(s.setconfig) entry
        WHERE d.datname = :'live' \\gexec
        """

    private static let rename = """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname IN (:'live', :'new') AND pid <> pg_backend_pid();
        ALTER DATABASE :"live" RENAME TO :"before";
        ALTER DATABASE :"new" RENAME TO :"live";
        """

    private static var time: DateFormatter { .nameTime("_") }
}

extension RecoveryError {
    fileprivate var isDatabaseInUse: Bool { sqlState == "55006" }
}
