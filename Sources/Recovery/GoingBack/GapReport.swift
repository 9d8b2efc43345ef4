import Foundation

/// What going back in time lost: what was written to the live database after the moment that it went back to.
///
/// It is counted just before the application is stopped; what is written in the seconds until then is lost as well.
package struct GapReport: Sendable, Codable, Equatable {
    package struct Table: Sendable, Codable, Equatable {
        package var table: String
        /// Rows before and after; nil where the table was not there, or nobody knows.
        package var live: Int?
        package var restored: Int?
        /// Rows that bear a time after the moment gone back to; nil for a table whose rows bear none.
        package var written: Int?
        package var first: Date?
        package var last: Date?

        /// True when nothing of it was lost that can be counted.
        var isSame: Bool { live == restored && (written ?? 0) == 0 }
    }

    /// The moment gone back to, and the moment of counting.
    package var from: Date
    package var until: Date
    /// The tables that lost something, or whose number of rows differs.
    package var tables: [Table]

    /// In words, a line a table.
    package var lines: [String] {
        let span = Readable.seconds(max(0, until.timeIntervalSince(from)))
        let head = "what was written from \(from.formatted(.iso8601)) to \(until.formatted(.iso8601)), \(span)"
        return [head] + tables.map(Self.line)
    }

    private static func line(of table: Table) -> String {
        var parts: [String] = []
        if let written = table.written, written > 0, let first = table.first, let last = table.last {
            parts.append("\(written) rows of \(first.formatted(.iso8601)) to \(last.formatted(.iso8601))")
        }
        if table.live != table.restored {
            let live = table.live.map { "\($0) rows before" } ?? "not there before"
            parts.append("\(live), \(table.restored.map { "\($0) after" } ?? "not there after")")
        }
        return "\(table.table): \(parts.joined(separator: "; "))"
    }
}

extension Recovery {
    /// Counts what going back to a moment would lose of the live database.
    /// - Parameter restored: rows of each table then, by `schema.name`; nil where nobody counted them.
    /// - Returns: nil when there is no live database.
    func gap(since moment: Date, restored: [String: Int]?) async throws -> GapReport? {
        let live = try await liveRows()
        guard !live.isEmpty else { return nil }
        let written = Dictionary(try await writtenRows(since: moment).map { ($0.table, $0) }) { first, _ in first }
        let names = Set(live.keys).union(restored?.keys.map(\.self) ?? []).sorted()
        let tables = names.map { name in
            GapReport.Table(
                table: name, live: live[name], restored: restored.map { $0[name] } ?? live[name],
                written: written[name]?.written,
                first: written[name]?.first.map { Date(timeIntervalSince1970: $0.rounded(.down)) },
                last: written[name]?.last.map { Date(timeIntervalSince1970: $0.rounded(.down)) })
        }
        let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
        return GapReport(from: moment, until: now, tables: tables.filter { !$0.isSame })
    }

    private struct Written: Decodable {
        let table: String
        let written: Int
        let first: Double?
        let last: Double?
    }

    /// Of the tables whose rows bear the time at which they were written.
    private func writtenRows(since moment: Date) async throws -> [Written] {
        try await DatabaseSession.with(deployment) { session in
            try await session.rowsOfEach(
                """
                SELECT format('SELECT jsonb_build_object(''table'', %L, ''written'', count(*),
                        ''first'', extract(epoch FROM min(%I)), ''last'', extract(epoch FROM max(%I)))
                    FROM %I.%I WHERE %I > to_timestamp(%s)',
                    n.nspname || '.' || c.relname, a.attname, a.attname, n.nspname, c.relname, a.attname, :'moment')
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                    JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
                WHERE c.relkind = 'r' AND c.relpersistence <> 't'
                    AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
                    AND a.atttypid = 'timestamptz'::regtype AND a.attname IN ('created_at', 'at', 'received_at')
                """, ["moment": "\(moment.timeIntervalSince1970)"])
        }
    }
}
