import Synchronization

extension ProcessTransport {
    /// The life of the program must not keep the transport alive, whose end ends it; and it may be over before there is one.
    final class Box: Sendable {
        private let state = Mutex(State())

        private struct State: Sendable {
            weak var transport: ProcessTransport?
            var cause: MCPError?
            var end: MCPError?
        }

        var transport: ProcessTransport? { state.withLock(\.transport) }

        /// Why nothing more is read from the program; known before its streams are closed, and so before sending fails.
        var cause: MCPError? { state.withLock(\.cause) }
        func note(_ cause: MCPError) { state.withLock { $0.cause = cause } }

        func attach(_ transport: ProcessTransport) {
            let end = state.withLock { state in
                state.transport = transport
                return state.end
            }
            if let end { transport.end(end) }
        }

        func end(_ error: MCPError) {
            let transport = state.withLock { state in
                state.end = error
                return state.transport
            }
            transport?.end(error)
        }
    }
}
