import Synchronization

/// A session of the legacy era: from `initialize` until it is deleted, or forgotten because nobody used it.
final class ServerSession: Sendable {
    let id: String
    let version: ProtocolVersion
    private let calls = Mutex<[RequestID: Task<Message.Response?, Never>]>([:])

    init(id: String, version: ProtocolVersion) {
        self.id = id
        self.version = version
    }

    /// Does the work of a request in such a way that `cancel` ends it, and the end of the connection does not: that is
    /// no cancellation in this era.
    func perform(
        _ id: RequestID, _ work: @escaping @Sendable () async -> Message.Response?
    ) async -> Message.Response? {
        let task = Task { await work() }
        calls.withLock { $0[id] = task }
        let response = await task.value
        calls.withLock { _ = $0.removeValue(forKey: id) }
        return response
    }

    /// Of a request that is unknown, or done, nothing is heard.
    func cancel(_ id: RequestID) { calls.withLock { $0[id] }?.cancel() }

    func cancelAll() { for task in calls.withLock({ Array($0.values) }) { task.cancel() } }
}

/// The sessions of a server, a bounded number: of too many, the one that was unused for the longest time is forgotten.
/// Its client is told so by status 404 and begins anew.
final class ServerSessions: Sendable {
    private let limit: Int
    private let state = Mutex<(sessions: [String: (session: ServerSession, use: Int)], uses: Int)>(([:], 0))

    init(limit: Int = 1000) { self.limit = limit }

    func open(version: ProtocolVersion) -> ServerSession {
        var random = SystemRandomNumberGenerator()
        let id = (0..<2).map { _ in
            let digits = String(random.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
        let session = ServerSession(id: id, version: version)
        state.withLock { state in
            if state.sessions.count >= limit, let oldest = state.sessions.min(by: { $0.value.use < $1.value.use }) {
                state.sessions.removeValue(forKey: oldest.key)
            }
            state.uses += 1
            state.sessions[id] = (session, state.uses)
        }
        return session
    }

    func session(_ id: String) -> ServerSession? {
        state.withLock { state in
            guard let session = state.sessions[id]?.session else { return nil }
            state.uses += 1
            state.sessions[id] = (session, state.uses)
            return session
        }
    }

    /// False where there was none.
    func close(_ id: String) -> Bool {
        let session = state.withLock { $0.sessions.removeValue(forKey: id)?.session }
        session?.cancelAll()
        return session != nil
    }
}
