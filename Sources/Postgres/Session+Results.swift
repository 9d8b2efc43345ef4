import CPostgres

extension Session {
    static func rows(_ result: OpaquePointer) -> Rows {
        let (rowCount, columnCount) = unsafe (PQntuples(result), PQnfields(result))
        let columns = (0..<columnCount).map { index in
            unsafe Column(name: String(cString: PQfname(result, index)), type: PQftype(result, index))
        }
        var cells: [String?] = []
        cells.reserveCapacity(Int(rowCount) * Int(columnCount))
        for row in 0..<rowCount {
            for column in 0..<columnCount {
                if unsafe PQgetisnull(result, row, column) == 1 {
                    cells.append(nil)
                } else {
                    cells.append(unsafe String(cString: PQgetvalue(result, row, column)))
                }
            }
        }
        return Rows(
            columns: columns, affected: Int(unsafe String(cString: PQcmdTuples(result))) ?? 0,
            commandTag: unsafe String(cString: PQcmdStatus(result)), cells: cells)
    }

    func error(_ result: OpaquePointer, _ request: Request) -> PostgresError {
        let fields = unsafe ResultFields(result)
        guard let sqlState = fields["C"] else { return connectionLost(request) }
        // 57P01 to 57P05: the server ends the session. The message is all that is left of it.
        let endsSession = sqlState.hasPrefix("57P") || fields["V"] == "FATAL" || fields["V"] == "PANIC"
        let serverHint = fields["H"].map { ["PostgreSQL suggests: \($0)"] } ?? []
        let message = fields["M"] ?? "PostgreSQL does not say what is wrong"
        return PostgresError(
            endsSession ? .connection : .server, endsSession ? Self.lost(message) : message,
            hints: serverHint, sqlState: sqlState, severity: fields["V"], detail: fields["D"], context: fields["W"],
            table: fields["t"], column: fields["c"], constraint: fields["n"], statement: request.text)
    }

    /// For an end of the connection whose reason, if the server gave one, is in libpq's text alone.
    func connectionLost(_ request: Request) -> PostgresError {
        let text = unsafe PQerrorMessage(connection).map { unsafe String(cString: $0) } ?? ""
        let line = text.split(separator: "\n").first.map(String.init) ?? "the server closed it"
        return PostgresError(
            .connection, Self.lost(String(line.trimmingPrefix("FATAL:  "))), statement: request.text)
    }

    private static func lost(_ reason: String) -> String { "the connection was lost during a statement: \(reason)" }
}
