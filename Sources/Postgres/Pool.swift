import Logging

/// Lends connections to one database, at most `size` at a time, in the order they were asked for.
///
/// Connections are made when needed and tried anew with growing pauses while the server is away, as long as whoever
/// asks is willing to wait. One that turned bad is replaced; the wait of those in line goes on.
package actor Pool {
    package nonisolated let address: Address
    package nonisolated let options: ConnectionOptions
    /// How long `withConnection` waits in line, and goes on trying to connect; each try has the `connectLimit`.
    package nonisolated let patience: Duration
    package nonisolated let logger: Logger
    private var state: PoolState<Connection>
    private var continuations: [UInt64: CheckedContinuation<PoolState<Connection>.Grant, any Error>] = [:]
    private var nextWaiter: UInt64 = 0
    private var drained: [CheckedContinuation<Void, Never>] = []

    package init(
        _ address: Address, size: Int = 8, patience: Duration = .seconds(10),
        options: ConnectionOptions = ConnectionOptions(), logger: Logger = Logger(label: "reva.database")
    ) {
        self.address = address
        self.options = options
        self.patience = patience
        self.logger = logger
        state = PoolState(size: size)
    }

    /// Lends a connection to `body`. State it leaves in the session (settings, temporary tables) the next one sees.
    /// - Throws: What `body` throws; `PostgresError` `.timeout` when all are taken too long, `.connection` when there is
    ///   no server, `.cancelled`, or `.misuse` after `close()`.
    package nonisolated(nonsending) func withConnection<Value>(
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let connection = try await take()
        do {
            let value = try await body(connection)
            await giveBack(connection)
            return value
        } catch {
            await giveBack(connection)
            throw error
        }
    }

    /// See `Connection.withTransaction`.
    package nonisolated(nonsending) func withTransaction<Value>(
        _ level: IsolationLevel = .readCommitted, readOnly: Bool = false, attempts: Int = 5,
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        try await withConnection { connection in
            try await connection.withTransaction(level, readOnly: readOnly, attempts: attempts, body)
        }
    }

    /// Runs one statement on any connection.
    @discardableResult
    package nonisolated func query(_ statement: Statement, within limit: Duration? = nil) async throws -> Rows {
        try await withConnection { connection in try await connection.query(statement, within: limit) }
    }

    /// Refuses and ends all waits, returns when the last connection lent was given back and all are closed.
    package func close() async {
        let (waiters, idle) = state.close()
        for waiter in waiters { continuations.removeValue(forKey: waiter)?.resume(throwing: Self.closed) }
        for connection in idle { await connection.close() }
        guard !state.isDrained else { return }
        await withCheckedContinuation { drained.append($0) }
    }

    private static let closed = PostgresError(.misuse, "the pool of database connections is closed")

    private static let cancelled = PostgresError(.cancelled, "the wait for a database connection was cancelled")

    private func take() async throws -> Connection {
        let deadline = ContinuousClock.now + patience
        switch try await grant(until: deadline) {
        case .open: return try await open(Connection(address, options: options, logger: logger), until: deadline)
        case .use(let connection):
            if await connection.answers() { return connection }
            await connection.close()
            return try await open(connection, until: deadline)
        }
    }

    private func grant(until deadline: ContinuousClock.Instant) async throws -> PoolState<Connection>.Grant {
        let waiter = nextWaiter
        nextWaiter += 1
        switch state.request(waiter) {
        case .granted(let grant): return grant
        case .closed: throw Self.closed
        case .wait: break
        }
        let timer = Task {
            try await Task.sleep(until: deadline)
            abandon(waiter, with: allTaken)
        }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuations[waiter] = $0 }
        } onCancel: {
            Task {
                await abandon(
                    waiter, with: Self.cancelled)
            }
        }
    }

    private var allTaken: PostgresError {
        PostgresError(
            .timeout, "no database connection was free within \(patience), all \(state.size) are in use",
            hints: ["look for statements that take long: SELECT pid, state, query FROM pg_stat_activity"])
    }

    /// Does nothing when the waiter was granted something meanwhile: that it will use, or give back.
    private func abandon(_ waiter: UInt64, with error: PostgresError) {
        guard state.abandon(waiter) else { return }
        continuations.removeValue(forKey: waiter)?.resume(throwing: error)
    }

    /// Connects within a slot that is held; gives the slot back when it fails.
    private func open(_ connection: Connection, until deadline: ContinuousClock.Instant) async throws -> Connection {
        var pause = Duration.milliseconds(50)
        while true {
            do {
                if Task.isCancelled { throw Self.cancelled }
                try await connection.connect()
                return connection
            } catch {
                let isPassing = (error as? PostgresError)?.isPassingConnectionFailure ?? false
                // Half of a pause is chance: those who lost the server together should not come back together.
                let wait = pause / 2 + pause * Double.random(in: 0...0.5)
                guard isPassing, !state.isClosed, .now + wait < deadline,
                    (try? await Task.sleep(for: wait)) != nil
                else {
                    await handOver(nil)
                    throw error
                }
                logger.debug("connecting again", metadata: ["database": "\(address)", "after": "\(wait)"])
                pause = min(pause * 2, .seconds(2))
            }
        }
    }

    private func giveBack(_ connection: Connection) async {
        if await connection.isReusable {
            await handOver(connection)
        } else {
            await connection.close()
            await handOver(nil)
        }
    }

    private func handOver(_ connection: Connection?) async {
        switch state.giveBack(connection) {
        case .grant(let waiter, let grant): continuations.removeValue(forKey: waiter)?.resume(returning: grant)
        case .discard(let connection): await connection.close()
        case .nothing: break
        }
        guard state.isDrained else { return }
        for continuation in drained { continuation.resume() }
        drained = []
    }
}
