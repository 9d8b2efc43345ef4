/// What went wrong with a connection or a statement.
package struct PostgresError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        /// There is no connection, or it was lost: whether a statement under way took effect is unknown.
        case connection
        /// A time limit passed, ours or the server's `statement_timeout`.
        case timeout
        /// The calling task was cancelled; the server was told.
        case cancelled
        /// The server refused the statement: see `sqlState`.
        case server
        /// A value was not what the caller took it for.
        case decoding
        /// The caller broke a rule of this interface.
        case misuse
    }

    package let kind: Kind
    /// One lowercase sentence without full stop; for errors of the server its own message.
    package let summary: String
    package let hints: [String]
    /// Five characters, see the appendix "PostgreSQL Error Codes" of its manual; nil when the server was not asked.
    package let sqlState: String?
    /// ERROR, FATAL or PANIC.
    package let severity: String?
    package let detail: String?
    /// Where in functions and the like it happened.
    package let context: String?
    /// The table, column and constraint it is about, where the server knows.
    package let table: String?
    package let column: String?
    package let constraint: String?
    /// The statement's text; values are not in it.
    package let statement: String?

    package init(
        _ kind: Kind, _ summary: String, hints: [String] = [], sqlState: String? = nil, severity: String? = nil,
        detail: String? = nil, context: String? = nil, table: String? = nil, column: String? = nil,
        constraint: String? = nil, statement: String? = nil
    ) {
        self.kind = kind
        self.summary = summary
        self.hints = hints
        self.sqlState = sqlState
        self.severity = severity
        self.detail = detail
        self.context = context
        self.table = table
        self.column = column
        self.constraint = constraint
        self.statement = statement
    }

    package var description: String {
        var text = summary
        if let sqlState { text += " (SQLSTATE \(sqlState))" }
        if let detail { text += "; \(detail)" }
        return text
    }

    /// Whether the same transaction, run anew, may succeed: it lost against another one.
    package var isSerializationFailure: Bool { sqlState == "40001" || sqlState == "40P01" }

    /// Whether a statement failed by what it was given: with other values it may succeed. Nothing of it was done.
    package var isAboutValues: Bool {
        // Data exceptions, and limits of the server such as that of an entry of an index.
        kind == .misuse || kind == .server && ["22", "54"].contains(sqlState?.prefix(2))
    }

    /// Whether a new connection may succeed a little later: nobody listens, the server starts or ends, or is full.
    /// A wrong password or database is not cured by waiting.
    var isPassingConnectionFailure: Bool {
        guard kind == .connection else { return false }
        guard let sqlState else { return true }
        return sqlState.hasPrefix("57P") || sqlState == "53300" || sqlState.hasPrefix("08")
    }
}
