import Synchronization

/// The way to a Redis that may vanish and come back at any time: it connects when it is used, and again by itself.
actor RedisLink {
    /// More calls than this are not kept waiting.
    private static let longestLine = 256

    private let address: RedisAddress
    /// For connecting, for an answer, and for standing in line.
    private let patience: Duration
    private var connection: RedisConnection?
    private var absence = Absence()
    private nonisolated let line = Mutex(0)

    init(_ address: RedisAddress, patience: Duration) {
        self.address = address
        self.patience = patience
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { ThreadExecutor.shared.asUnownedSerialExecutor() }

    /// The answer to a command; it may be sent twice.
    /// - Throws: `RedisError` where there is none, after a few times `patience` at most; at once while the Redis is known
    ///   to be away.
    nonisolated func ask(_ command: RedisCommand) async throws(RedisError) -> RedisReply {
        let place = line.withLock { line in
            line += 1
            return line
        }
        defer { line.withLock { $0 -= 1 } }
        guard place <= Self.longestLine else { throw RedisError("too many ask the cache at \(address) at once") }
        return try await perform(command, asked: .now)
    }

    private func perform(_ command: RedisCommand, asked: ContinuousClock.Instant) throws(RedisError) -> RedisReply {
        let now = ContinuousClock.now
        guard absence.isOver(at: now) else { throw RedisError("the cache at \(address) is away") }
        guard now - asked < patience else { throw RedisError("the cache at \(address) is slow") }
        do {
            // A kept connection may have been closed meanwhile, by a Redis that is there: a new one will tell.
            if let connection, let reply = try reply(of: connection, to: command) { return reply }
            let connection = try RedisConnection(address, patience: patience)
            self.connection = connection
            let reply = try connection.perform(command)
            absence.finish()
            return reply
        } catch {
            if !error.isRefusal || connection == nil {
                connection = nil
                absence.begin(at: .now)
            }
            throw error
        }
    }

    /// Nil where the connection is lost.
    private func reply(of connection: RedisConnection, to command: RedisCommand) throws(RedisError) -> RedisReply? {
        do {
            return try connection.perform(command)
        } catch  where error.isRefusal {
            throw error
        } catch {
            self.connection = nil
            return nil
        }
    }
}
