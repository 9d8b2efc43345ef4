import Logging
import ServiceLifecycle

extension MCPClient: Service {
    /// What is known of the server, without asking it.
    package var health: MCPHealth { state.withLock(\.health) }

    /// Asks the server to list its tools, and to answer the probe. Never throws: what is wrong is in the health.
    @discardableResult
    package func check() async -> MCPHealth {
        let deadline = Deadline(after: options.checkTimeout, ceiling: options.checkTimeout)
        do {
            let (connection, tools) = try await limited(deadline) {
                try await self.withConnection(repeats: true) { connection in
                    (connection, try await self.toolSet(connection, fresh: true))
                }
            }
            let doubt = await doubt(tools, deadline)
            return state.withLock { state in
                if let doubt {
                    (state.health.version, state.health.server) = (connection.version, connection.server)
                    state.health.tools = tools.definitions.count
                    state.health.fail(doubt, answered: true)
                } else {
                    state.health.succeed(tools: tools.definitions.count, connection: connection)
                }
                return state.health
            }
        } catch {
            return state.withLock { state in
                state.health.fail("\(error)", answered: false)
                return state.health
            }
        }
    }

    /// What speaks against a server that answers; nil for nothing.
    private func doubt(_ tools: ToolSet, _ deadline: Deadline) async -> String? {
        guard let probe else { return tools.definitions.isEmpty ? "\(name) has no tools" : nil }
        do {
            let result = try await limited(deadline) { try await self.call(probe.tool, arguments: probe.arguments) }
            guard !Probe.isProof(result) else { return nil }
            let said = result.text(limit: 200)
            return "\(probe.tool) of \(name) \(result.isError ? "failed" : "found nothing"): \(said)"
        } catch {
            return "\(error)"
        }
    }

    /// Keeps the server connected, its health and its tools known, until the task is cancelled or the service is to
    /// stop.
    package func run() async throws {
        try? await cancelWhenGracefulShutdown { try await self.keepConnected() }
        await close()
    }

    private func keepConnected() async throws {
        var wait = options.backoff.lowerBound
        while true {
            if await check().isConnected {
                let begin = ContinuousClock.now
                try? await withConnection(repeats: false) { try await self.watch($0) }
                // A server that hangs up at once is not asked at once, either.
                if ContinuousClock.now - begin > options.backoff.upperBound { wait = options.backoff.lowerBound }
            }
            try Task.checkCancellation()
            // Not all at once, when a server that many use comes back.
            try await Task.sleep(for: wait * Double.random(in: 0.5...1))
            wait = min(wait * 2, options.backoff.upperBound)
        }
    }

    /// Returns, or throws, when the connection should be looked at.
    private func watch(_ connection: Connection) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await connection.transport.waitUntilGone() }
            group.addTask { try await self.listen(over: connection) }
            group.addTask { try await self.refreshTools(connection) }
            group.addTask {
                repeat { try await Task.sleep(for: self.options.checkInterval) } while await self.check().isConnected
            }
            defer { group.cancelAll() }
            _ = try await group.next()
        }
    }

    private func refreshTools(_ connection: Connection) async throws {
        for await _ in changed.stream {
            publish(try await toolSet(connection, fresh: true).definitions)
        }
        try Task.checkCancellation()
    }

    /// Listens where the server has something to tell, else waits; returns when the stream ended.
    private func listen(over connection: Connection) async throws {
        do {
            switch connection.era {
            case .modern where connection.announcesChanges:
                _ = try await connection.request(Method.listen, ["notifications": ["toolsListChanged": true]])
                return
            case .legacy(_, .some) where connection.announcesChanges:
                return try await connection.transport.listen(headers: connection.sessionHeaders)
            default: break
            }
        } catch let error as MCPError {
            switch error.reason {
            case .refused, .status:
                logger.debug("no notifications", metadata: ["server": "\(name)", "reason": "\(error)"])
            default: throw error
            }
        }
        try await waitForCancellation()
    }
}
