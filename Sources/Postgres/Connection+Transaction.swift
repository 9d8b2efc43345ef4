/// How much a transaction sees of those beside it.
package enum IsolationLevel: Sendable, Hashable {
    case readCommitted
    /// One snapshot for all its statements.
    case repeatableRead
    case serializable

    var sql: Statement {
        switch self {
        case .readCommitted: "READ COMMITTED"
        case .repeatableRead: "REPEATABLE READ"
        case .serializable: "SERIALIZABLE"
        }
    }
}

extension Connection {
    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws or its task is cancelled.
    ///
    /// - Parameter attempts: How often `body` is run in all when the transaction loses against another one
    ///   (serialization failure, deadlock); so it must change nothing but the database.
    /// - Throws: What `body` throws; `PostgresError` of kind `.connection` from the commit means that it is unknown
    ///   whether it took effect.
    package nonisolated(nonsending) func withTransaction<Value>(
        _ level: IsolationLevel = .readCommitted, readOnly: Bool = false, attempts: Int = 5,
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let access: Statement = readOnly ? "READ ONLY" : "READ WRITE"
        var attempt = 1
        while true {
            if Task.isCancelled { throw PostgresError(.cancelled, "the transaction was cancelled before it began") }
            try await beginTransaction("BEGIN ISOLATION LEVEL \(fragment: level.sql) \(fragment: access)")
            do {
                let value = try await body(self)
                try await commitTransaction()
                return value
            } catch {
                await rollBackTransaction()
                guard attempt < attempts, let failure = error as? PostgresError, failure.isSerializationFailure else {
                    throw error
                }
            }
            // Those who met once should not meet again at once.
            try? await Task.sleep(for: .milliseconds(Int.random(in: 1...(10 << min(attempt, 6)))))
            attempt += 1
        }
    }
}
