extension MCPClient {
    /// Does something with a connection, which is made where there is none. Where the connection is lost meanwhile it
    /// is given up, and `body` tried once more if that can do no harm.
    func withConnection<Value: Sendable>(
        repeats: Bool, _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        for attempt in 1... {
            let connection = try await connection()
            do {
                return try await body(connection)
            } catch let error as MCPError {
                guard error.reason == .lost || error.reason == .unreachable else { throw error }
                drop(connection)
                guard attempt == 1, repeats || error.reason == .unreachable else { throw error }
            }
        }
        throw MCPError(.unreachable, "the MCP server \(name) cannot be reached")
    }

    private func connection() async throws -> Connection {
        let (task, number) = state.withLock { state in
            if let task = state.connecting { return (task, state.number) }
            state.number += 1
            let number = state.number
            let task = Task { try await self.connect(number) }
            state.connecting = task
            state.health.state = .probing
            return (task, number)
        }
        do {
            return try await task.value
        } catch {
            forget(number)
            throw error
        }
    }

    /// Gives a connection up, unless another has taken its place.
    func drop(_ connection: Connection) {
        if forget(connection.number) { Task { await connection.transport.close() } }
    }

    @discardableResult
    private func forget(_ number: Int) -> Bool {
        state.withLock { state in
            guard state.number == number, state.connecting != nil else { return false }
            state.connecting = nil
            state.tools = nil
            state.health.state = .disconnected
            return true
        }
    }

    private func connect(_ number: Int) async throws -> Connection {
        let deadline = Deadline(after: options.connectTimeout, ceiling: options.connectTimeout)
        let late = MCPError(
            .timedOut, "the MCP server \(name) did not say within \(options.connectTimeout) what it speaks",
            hints: ["Check that it runs and that nothing between holds its answers back."])
        let connection = try await deadline.limit(late: late) { try await self.open(number) }
        logger.info(
            "connected to an MCP server", metadata: ["server": "\(name)", "version": "\(connection.version.rawValue)"])
        return connection
    }

    private func open(_ number: Int) async throws -> Connection {
        let inbox = Inbox(elicitation: elicitation) { [weak self] in self?.forgetTools() }
        let transport: any Transport
        var isHTTP = false
        switch endpoint {
        case .http(let url, let headers):
            isHTTP = true
            transport = HTTPTransport(
                name: name, url: url, headers: headers.map { ($0.key, $0.value) }, limits: options.limits,
                logger: logger, receiver: inbox.receive)
        case .program(let program):
            transport = try await ProcessTransport(
                name: name, program: program, limits: options.limits, endTimeout: options.endTimeout,
                logger: logger, receiver: inbox.receive)
        }
        let connection = Connection(
            name: name, number: number, transport: transport, isHTTP: isHTTP, identity: identity, inbox: inbox,
            elicits: elicitation != nil, numbers: numbers, era: .legacy(.newestLegacy, session: nil))
        do {
            return try await connection.opened(patience: options.probeTimeout)
        } catch let error as MCPError where error.reason == .lost && !isHTTP {
            // Some programs of the legacy era end at a question that they do not know: ask them nothing else.
            await transport.close()
            let transport = try await reopened(inbox)
            return try await connection.over(transport).initialized(.newestLegacy)
        } catch {
            await transport.close()
            throw error
        }
    }

    private func reopened(_ inbox: Inbox) async throws -> any Transport {
        guard case .program(let program) = endpoint else {
            throw MCPError(.unreachable, "the MCP server \(name) is no program")
        }
        return try await ProcessTransport(
            name: name, program: program, limits: options.limits, endTimeout: options.endTimeout, logger: logger,
            receiver: inbox.receive)
    }

    private func forgetTools() {
        state.withLock { $0.tools = nil }
        changed.continuation.yield()
    }
}
