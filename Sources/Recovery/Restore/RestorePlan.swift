import Archive
import Deployment
import Foundation

/// What a restore would do, found out without changing anything.
package struct RestorePlan: Sendable, Encodable {
    package struct Loss: Sendable, Encodable {
        package var table: String
        /// Rows that are live now, and rows in the backup; nil where that is not known before it is loaded.
        package var live: Int?
        package var backup: Int?
    }

    package var name: String
    package var taken: Date
    package var state: Backup.State
    package var reasons: [String]
    /// Seconds from the backup's snapshot until now: what was written since is lost.
    package var exposure: Double
    /// The tables whose number of rows differs.
    package var losses: [Loss]
    /// What it is measured to take until the data is live; nil before the backup is proven.
    package var expectedSeconds: Double?
    package var deployment: String
    package var stopsApplication: Bool
    /// What is done, in order.
    package var steps: [String]
}

extension Recovery {
    /// Checks everything that can be checked before a restore, and says what it would do.
    /// - Throws: what the restore itself would throw at its beginning.
    package func planRestore(
        _ wish: String, waitForIndexes: Bool = false, inPlace: Bool = false, at now: Date = Date()
    ) async throws -> RestorePlan {
        let name = try catalog.find(wish, proven: true)
        let backup = catalog.backup(name)
        let reader = try? await offload { [path = backup.path] in try ArchiveReader.open(path) }
        if let reader {
            _ = try await ScratchDatabase(for: deployment).checkPlace(for: reader, copies: inPlace ? 0 : 1)
        }
        let losses = try await losses(since: backup)
        return RestorePlan(
            name: name.fileName, taken: backup.taken, state: backup.state, reasons: backup.reasons,
            exposure: now.timeIntervalSince(backup.taken), losses: losses,
            expectedSeconds: backup.state == .proven ? backup.restoreSeconds : nil,
            deployment: deployment.description, stopsApplication: deployment.hasApplication,
            steps: inPlace ? stepsInPlace(for: backup) : steps(for: backup, waitForIndexes: waitForIndexes))
    }

    /// The tables that have another number of rows now than a backup, by name.
    /// - Parameter patience: how long counting one table, and waiting for its lock, may take; nil is for ever.
    func losses(
        since backup: Backup, patience: (count: Duration, lock: Duration)? = nil
    ) async throws -> [RestorePlan.Loss] {
        let live = try await liveRows(patience)
        let counted = Dictionary(backup.tables.map { ("\($0.schema).\($0.name)", $0.rows) }) { first, _ in first }
        return Set(live.keys).union(counted.keys).sorted().compactMap { table in
            let known: Int? = backup.tables.isEmpty ? nil : counted[table, default: 0]
            guard live[table] != known else { return nil }
            return RestorePlan.Loss(table: table, live: live[table], backup: known)
        }
    }

    private func stepsInPlace(for backup: Backup) -> [String] {
        let database = deployment.database
        var steps = ["check all of \(backup.name)", "take a safety backup of \(database) and check it"]
        if deployment.hasApplication { steps.append("stop the application") }
        steps += ["drop \(database) and make it anew, empty", "load \(backup.name) into it, vector indexes included"]
        if deployment.hasApplication { steps.append("start the application and wait until it is healthy") }
        return steps
    }

    private func steps(for backup: Backup, waitForIndexes: Bool) -> [String] {
        let proven = backup.state == .proven
        var steps = [
            "load \(backup.name) into a new database beside \(deployment.database)",
            proven ? "check its objects and row counts" : "read it back and compare all of it with the backup",
        ]
        if deployment.hasApplication { steps.append("stop the application") }
        steps.append(
            "rename \(deployment.database) to \(deployment.database)_before_…, and the new database to \(deployment.database)"
        )
        if deployment.hasApplication {
            steps.append("start the application and wait until it is healthy; swap back if it does not become so")
        }
        let hasVectorIndexes =
            BackupName(backup.name).flatMap { Proof.read(of: $0, in: backups) }?.hasVectorIndexes ?? true
        if hasVectorIndexes { steps.insert("build vector indexes", at: waitForIndexes ? 1 : steps.count) }
        return steps
    }

    /// How many rows each table of the live database has; empty when there is no live database.
    /// - Parameter patience: see `losses(since:patience:)`.
    func liveRows(_ patience: (count: Duration, lock: Duration)? = nil) async throws -> [String: Int] {
        struct Row: Decodable {
            let name: String
            let rows: Int
        }
        let live = ScratchDatabase(name: deployment.database, deployment: deployment)
        guard try await live.exists() else { return [:] }
        let rows: [Row] = try await DatabaseSession.with(deployment) { session in
            if let patience {
                try await session.run(
                    "SET statement_timeout = :'count'; SET lock_timeout = :'lock';",
                    [
                        "count": "\(Int(patience.count.inSeconds))s", "lock": "\(Int(patience.lock.inSeconds))s",
                    ])
            }
            return try await session.rowsOfEach(
                """
                SELECT CASE WHEN c.reltuples < 5000000
                    THEN format('SELECT jsonb_build_object(''name'', %L, ''rows'', count(*)) FROM %I.%I',
                        n.nspname || '.' || c.relname, n.nspname, c.relname)
                    -- counting these takes longer than somebody in an emergency wants to wait for a plan
                    ELSE format('SELECT jsonb_build_object(''name'', %L, ''rows'', %s)',
                        n.nspname || '.' || c.relname, c.reltuples::bigint) END
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind = 'r' AND c.relpersistence <> 't'
                    AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
                """)
        }
        return Dictionary(rows.map { ($0.name, $0.rows) }) { first, _ in first }
    }
}
