import Logging

/// A connection to a database, with a thread of its own for libpq's blocking calls.
///
/// It belongs to one task at a time: statements of two tasks would mix in one transaction. It connects when first used,
/// and again when the connection was lost, except in the middle of a transaction; what a session holds beyond
/// transactions (settings, temporary tables, locks) is gone then.
package actor Connection {
    package nonisolated let address: Address
    package nonisolated let options: ConnectionOptions
    package nonisolated let logger: Logger
    private let executor: QueueExecutor
    private var session: Session?
    private var isInTransaction = false
    private var lastUse = ContinuousClock.now

    package init(
        _ address: Address, options: ConnectionOptions = ConnectionOptions(),
        logger: Logger = Logger(label: "reva.database")
    ) {
        self.address = address
        self.options = options
        self.logger = logger
        executor = QueueExecutor(label: "reva.database.connection")
    }

    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    package var isConnected: Bool { session?.isOpen ?? false }

    /// The server's process of this session; nil without one.
    package var processID: Int32? { session?.processID }

    /// Connects unless connected.
    package nonisolated func connect(within limit: Duration? = nil) async throws {
        try await interruptible { interruption in try await self.connect(limit, interruption) }
    }

    /// Runs one statement.
    ///
    /// - Parameter limit: How long it may take; the connection's `queryLimit` when nil.
    /// - Throws: `PostgresError`. Cancelling the task cancels the statement on the server and throws `.cancelled`.
    @discardableResult
    package nonisolated func query(_ statement: Statement, within limit: Duration? = nil) async throws -> Rows {
        try await interruptible { interruption in
            try await self.perform(.statement(statement), limit, interruption)
        }
    }

    /// Runs several statements; outside of `withTransaction` they form a transaction of their own, as the server
    /// takes one text for one.
    package nonisolated func run(_ script: Script, within limit: Duration? = nil) async throws {
        _ = try await interruptible { interruption in
            try await self.perform(.script(script), limit, interruption)
        }
    }

    /// Ends the session; an open transaction is rolled back by the server. The next use connects again.
    package func close() {
        session = nil
        isInTransaction = false
    }

    private nonisolated func interruptible<Value: Sendable>(
        _ body: (Interruption) async throws -> Value
    ) async throws -> Value {
        let interruption = Interruption()
        return try await withTaskCancellationHandler {
            try await body(interruption)
        } onCancel: {
            interruption.interrupt(.cancelled)
        }
    }

    private func connect(_ limit: Duration?, _ interruption: Interruption) throws {
        _ = try openSession(within: limit ?? options.connectLimit, interruption)
    }

    private func openSession(within limit: Duration, _ interruption: Interruption) throws(PostgresError) -> Session {
        if let session, session.isOpen { return session }
        session = nil
        guard !isInTransaction else {
            throw PostgresError(.connection, "the connection was lost in the middle of a transaction")
        }
        let session = try Session(
            address, options: options, logger: logger, deadline: .now + min(limit, options.connectLimit),
            interruption: interruption)
        self.session = session
        logger.trace("connected", metadata: ["database": "\(address)"])
        return session
    }

    private func perform(
        _ request: Session.Request, _ limit: Duration?, _ interruption: Interruption
    ) throws(PostgresError) -> Rows {
        let session = try openSession(within: options.connectLimit, interruption)
        defer {
            lastUse = .now
            if !session.isOpen { self.session = nil }
        }
        let deadline = (limit ?? options.queryLimit).map { ContinuousClock.now + $0 }
        return try session.perform(request, deadline: deadline, interruption: interruption)
    }
}

extension Connection {
    /// Whether a pool may lend it out again: its session is open and in no transaction.
    var isReusable: Bool { session.map { $0.isOpen && $0.isIdle && !isInTransaction } ?? false }

    /// Whether the server still answers; it is asked only when the connection was unused for a while.
    func answers(unusedFor patience: Duration = .seconds(10)) -> Bool {
        guard let session, session.seemsAlive() else { return false }
        guard lastUse + patience < .now else { return true }
        let answer = try? perform(.statement("SELECT 1"), .seconds(2), Interruption())
        return answer != nil
    }

    func beginTransaction(_ statement: Statement) throws(PostgresError) {
        guard !isInTransaction else {
            throw PostgresError(
                .misuse, "a transaction is open on this connection already",
                hints: ["use the connection the body is given, or another connection"])
        }
        _ = try perform(.statement(statement), nil, Interruption())
        isInTransaction = true
    }

    /// Ends the transaction; its outcome is unknown when this throws `.connection`.
    func commitTransaction() throws(PostgresError) {
        defer { isInTransaction = false }
        let rows = try perform(.statement("COMMIT"), nil, Interruption())
        guard rows.commandTag == "COMMIT" else {
            throw PostgresError(
                .server, "the transaction was rolled back, as a statement in it had failed", sqlState: "25P02",
                statement: "COMMIT")
        }
    }

    /// Not interruptible, as it is what cancelled tasks do; a connection on which it fails is closed, and with it
    /// the transaction.
    func rollBackTransaction() {
        defer { isInTransaction = false }
        // After a COMMIT that became a rollback there is nothing left to do.
        guard let session, session.isOpen, !session.isIdle else { return }
        do {
            _ = try perform(.statement("ROLLBACK"), .seconds(5), Interruption())
        } catch {
            self.session = nil
        }
    }
}
