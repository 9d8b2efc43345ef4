import Glibc

extension DumpScanner {
    /// What is known of the table whose rows pass.
    struct Rows {
        let copy: CopyStatement
        var count = 0
        var digest = ContentDigest.zero
        /// The beginning of the row has been handed on already.
        var isInsideLongRow = false
    }

    /// False when the rows have ended.
    mutating func consumeRows<Handler: DumpHandler>(
        _ rest: inout UnsafeBufferPointer<UInt8>, of rows: inout Rows, into handler: inout Handler
    ) throws -> Bool {
        if !pending.isEmpty || rows.isInsideLongRow {
            return try continueRow(&rest, of: &rows, into: &handler)
        }
        let start = rest.baseAddress!  // the caller has seen that it is not empty
        var position = start
        let end = start + rest.count
        var terminator: UnsafeBufferPointer<UInt8>?
        while position < end, let found = memchr(position, 10, end - position) {
            let length = UnsafeRawPointer(found) - UnsafeRawPointer(position)
            if position.pointee == UInt8(ascii: "\\"), Self.isTerminator(position, length) {
                terminator = UnsafeBufferPointer(start: position, count: length + 1)
                break
            }
            rows.digest.combine(ContentDigest(UnsafeRawBufferPointer(start: position, count: length)))
            rows.count += 1
            line += 1
            position += length + 1
        }
        if position > start {
            try handler.rows(UnsafeRawBufferPointer(start: start, count: position - start).bytes)
        }
        if let terminator {
            rest = UnsafeBufferPointer(start: position + terminator.count, count: end - position - terminator.count)
            try endTable(rows, line: terminator, into: &handler)
            return false
        }
        rest = UnsafeBufferPointer(start: position, count: end - position)
        if !rest.isEmpty { return try continueRow(&rest, of: &rows, into: &handler) }
        return true
    }

    /// Goes on with a row that has begun in an earlier piece, or that does not end in this one.
    private mutating func continueRow<Handler: DumpHandler>(
        _ rest: inout UnsafeBufferPointer<UInt8>, of rows: inout Rows, into handler: inout Handler
    ) throws -> Bool {
        let start = rest.baseAddress!  // never called with nothing
        let found = memchr(start, 10, min(rest.count, Self.rowLimit))
        let length = found.map { UnsafeRawPointer($0) - UnsafeRawPointer(start) + 1 } ?? min(rest.count, Self.rowLimit)
        pending.append(UnsafeBufferPointer(start: start, count: length))
        rest = UnsafeBufferPointer(rebasing: rest[length...])
        let row = pending.bytes
        if found == nil {
            if row.count >= Self.rowLimit {
                longRow.continueRow(UnsafeRawBufferPointer(row))
                rows.isInsideLongRow = true
                try handler.rows(UnsafeRawBufferPointer(row).bytes)
                pending.removeAll()
            }
            return true
        }
        if !rows.isInsideLongRow, Self.isTerminator(row.baseAddress!, row.count - 1) {  // it has its newline at least
            try endTable(rows, line: row, into: &handler)
            pending.removeAll()
            return false
        }
        let content = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(row)[..<(row.count - 1)])
        if rows.isInsideLongRow {
            longRow.continueRow(content)
            longRow.endOpenRow()
            rows.digest.combine(longRow.digest)
            longRow = RowDigester()
            rows.isInsideLongRow = false
        } else {
            rows.digest.combine(ContentDigest(content))
        }
        rows.count += 1
        line += 1
        try handler.rows(UnsafeRawBufferPointer(row).bytes)
        pending.removeAll()
        return true
    }

    /// `\.` and nothing else, but for the carriage return of a file that went through Windows: what psql takes for the end.
    private static func isTerminator(_ row: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        guard length == 2 || length == 3 && row[2] == 13 else { return false }
        return row[0] == UInt8(ascii: "\\") && row[1] == UInt8(ascii: ".")
    }

    mutating func endTable<Handler: DumpHandler>(
        _ rows: Rows, line text: UnsafeBufferPointer<UInt8>, into handler: inout Handler
    ) throws {
        let table = Inventory.Table(
            name: rows.copy.table, columns: rows.copy.columns, rows: rows.count, digest: rows.digest)
        builder.add(table)
        line += 1
        lexer = SQLLexer(beginsLine: true)
        mode = .statements
        try handler.endTable(table, text: UnsafeRawBufferPointer(text).bytes)
    }
}
