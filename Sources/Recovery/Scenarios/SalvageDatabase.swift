import Archive
import Deployment
import Foundation

/// Reads out of a damaged database what can be read: each table by ranges of its pages, which are halved until the pages are
/// found that cannot be read, and of those each row that can.
struct SalvageDatabase {
    let recovery: Recovery
    let run: Run
    let file: SalvageFile

    private struct Table: Decodable {
        let schema: String
        let name: String
        let pages: Int
        /// Quoted, in their order, those that are computed left out.
        let columns: String

        var title: String { "\(schema).\(name)" }
    }

    func salvage() async throws -> Salvaged {
        var salvaged = Salvaged(path: file.path.string)
        let tables = try await run.step("look what is there") { try await self.tables() }
        salvaged.complaints += try await definitions("pre-data")
        for table in tables {
            let outcome = try await run.step("read \(table.title)") { try await read(table) }
            salvaged.tables.append(outcome)
        }
        salvaged.complaints += try await definitions("post-data")
        try file.sync()
        return salvaged
    }

    private func tables() async throws -> [Table] {
        try await DatabaseSession.with(recovery.deployment) { session in
            try await session.rows(
                """
                SELECT n.nspname AS schema, c.relname AS name,
                    (pg_relation_size(c.oid) / current_setting('block_size')::bigint) AS pages,
                    (SELECT coalesce(string_agg(quote_ident(attname), ', ' ORDER BY attnum), '') FROM pg_attribute
                        WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind = 'r' AND c.relpersistence <> 't'
                    AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
                ORDER BY 1, 2
                """)
        }
    }

    /// Writes what pg_dump says before or after the rows.
    /// - Returns: why it could not, if so.
    private func definitions(_ section: String) async throws -> [String] {
        let start = try file.size
        let program = DatabaseProgram(.dump, ["--no-password", "--section=\(section)"])
        let end = try await run.step("read the definitions (\(section))") {
            try await recovery.deployment.run(program, input: nil, output: file.end())
        }
        guard end.failure != nil else { return [] }
        try file.cut(to: start)
        let error = RecoveryError(program: .dump, database: recovery.deployment.database, end: end)
        if error.reason == .noSpace { throw error }
        return ["the definitions (\(section)) cannot be read: \(error)"]
    }

    private func read(_ table: Table) async throws -> Salvaged.Table {
        try file.append(
            "\nCOPY \(TableName.quoted(table.schema)).\(TableName.quoted(table.name)) (\(table.columns)) FROM stdin;\n"
                .utf8)
        let start = try file.size
        var damaged = 0
        // The lower half of a range is taken first, so that the rows keep their order.
        var ranges = table.pages > 0 ? [0..<table.pages] : []
        while let range = ranges.popLast() {
            try Task.checkCancellation()
            let place = try file.size
            if try await copy(table, "ctid >= '(\(range.lowerBound),0)' AND ctid < '(\(range.upperBound),0)'") {
                continue
            }
            try file.cut(to: place)
            if range.count > 1 {
                let middle = range.lowerBound + range.count / 2
                ranges += [middle..<range.upperBound, range.lowerBound..<middle]
            } else {
                damaged += 1
                try await copyRows(of: table, page: range.lowerBound)
            }
        }
        let rows = try file.lines(since: start)
        try file.append("\\.\n".utf8)
        if damaged > 0 { run.warn("\(table.title): \(damaged) of \(table.pages) pages cannot be read whole") }
        return Salvaged.Table(
            table: table.title, rows: rows, damagedPages: damaged, pages: table.pages, isWhole: damaged == 0)
    }

    /// - Returns: false when something of it cannot be read.
    private func copy(_ table: Table, _ condition: String) async throws -> Bool {
        let end = try await psql(
            table, stops: true, ["condition": condition],
            """
            SELECT format('COPY (SELECT %s FROM %I.%I WHERE %s) TO STDOUT', :'columns', :'schema', :'name', :'condition')
            \\gexec
            """)
        guard end.failure != nil else { return true }
        let error = RecoveryError(program: .psql, database: recovery.deployment.database, end: end)
        // Neither says anything of these pages.
        if error.reason == .noSpace || error.reason == .unreachable { throw error }
        return false
    }

    /// Reads the rows of a page one by one and leaves out those that cannot be read.
    private func copyRows(of table: Table, page: Int) async throws {
        // More rows than that find no room on a page of 8 KiB, and no more than four times that on the largest.
        _ = try await psql(
            table, stops: false, ["page": "\(page)"],
            """
            SELECT format('COPY (SELECT %s FROM %I.%I WHERE ctid = %L) TO STDOUT',
                :'columns', :'schema', :'name', format('(%s,%s)', :'page', i))
            FROM generate_series(1, current_setting('block_size')::int / 28) i
            \\gexec
            """)
    }

    private func psql(_ table: Table, stops: Bool, _ values: [String: String], _ statement: String) async throws
        -> DatabaseProgram.End
    {
        let values = values.merging(["columns": table.columns, "schema": table.schema, "name": table.name]) { $1 }
        let text = values.map { "\\set \($0.key) \(DatabaseSession.quoted($0.value))\n" }.joined() + statement + "\n"
        let script = try KernelPipe()
        // It fits into the pipe, so nobody has to go on writing.
        try script.writeEnd.closeAfter { _ = try script.writeEnd.writeAll(text.utf8) }
        let program = DatabaseProgram(
            .psql,
            [
                "-X", "-q", "-A", "-t", "--no-password", "-v", "ON_ERROR_STOP=\(stops ? 1 : 0)", "-v",
                "VERBOSITY=verbose",
            ])
        return try await recovery.deployment.run(program, input: script.readEnd, output: file.end())
    }

}
