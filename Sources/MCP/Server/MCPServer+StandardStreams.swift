import Foundation
import JSONValues
import Synchronization

extension MCPServer {
    /// Serves the program that started this one, over standard input and output, until input ends. Nothing else may be
    /// written to standard output; logs belong on standard error.
    package func runOnStandardStreams() async throws {
        let (input, output) = (dup(STDIN_FILENO), dup(STDOUT_FILENO))
        do {
            try await run(input: input, output: output)
        } catch let error as MCPError {
            throw error
        } catch {
            throw MCPError(
                .protocolViolation, "standard input and output cannot be used: \(error)",
                hints: ["Start it from an MCP client, or with pipes; files do not work."])
        }
    }

    /// Serves one client over a pair of descriptors, which are closed at the end.
    package func run(input: CInt, output: CInt) async throws {
        let stream = try await MessageStream(input: input, output: output)
        try await stream.run { inbound, writer in
            let connection = StreamConnection(server: self, writer: writer)
            var splitter = LineSplitter(limit: limits.size)
            await withTaskGroup(of: Void.self) { group in
                do {
                    for try await buffer in inbound {
                        for line in try splitter.receive(buffer.readableBytesView) {
                            connection.receive(line, in: &group)
                        }
                    }
                } catch {
                    logger.warning("a client's stream broke", metadata: ["error": "\(error)"])
                }
                await connection.end(&group)
            }
        }
    }
}

/// A client over standard streams. Every request says its era, or follows an `initialize`.
private final class StreamConnection: Sendable {
    private let server: MCPServer
    private let writer: MessageStream.Writer
    private let session = ServerSession(id: "", version: .newestLegacy)
    private let state = Mutex(State())

    private struct State {
        var version: ProtocolVersion?
        var running = 0
        /// Ends what has no end of its own.
        var endless: [@Sendable () -> Void] = []
    }

    /// Requests that one client may have running.
    private static let limit = 256
    /// How long requests may still run when the client has closed our input.
    private static let patience = Duration.seconds(2)

    init(server: MCPServer, writer: MessageStream.Writer) {
        self.server = server
        self.writer = writer
    }

    func receive(_ line: [UInt8], in group: inout TaskGroup<Void>) {
        do {
            let json = try JSON(parsing: line, limits: server.limits)
            do throws(ProtocolError) {
                receive(try Message(json), in: &group)
            } catch {
                refuse(error, id: RequestID(json["id"]), in: &group)
            }
        } catch {
            refuse(.parseError("\(error)"), id: nil, in: &group)
        }
    }

    /// Lets what runs come to its end for a moment, then cancels it.
    func end(_ group: inout TaskGroup<Void>) async {
        let session = session
        let deadline = Task {
            try await Task.sleep(for: Self.patience)
            session.cancelAll()
        }
        for end in state.withLock({ $0.endless }) { end() }
        await group.waitForAll()
        deadline.cancel()
    }

    private func receive(_ message: Message, in group: inout TaskGroup<Void>) {
        switch message {
        case .request(let request): start(request, in: &group)
        case .notification(let notification):
            if notification.method == Method.cancelled, let id = RequestID(notification.params?["requestId"]) {
                session.cancel(id)
            } else if notification.method == Method.initialized {
                let changes = Task { [server, writer] in
                    await server.eachChange {
                        try? await writer.send(.notification(.init(method: Method.toolsChanged, params: nil)))
                    }
                }
                state.withLock { $0.endless.append { changes.cancel() } }
                group.addTask { await changes.value }
            }
        case .response: break
        }
    }

    private func start(_ request: Message.Request, in group: inout TaskGroup<Void>) {
        let isModern = request.params?.metadata?[MetadataKey.protocolVersion] != nil
        do throws(ProtocolError) {
            if !isModern, request.method == Method.initialize {
                let (result, version) = try server.initialization(request.params)
                state.withLock { $0.version = version }
                return send(.response(.init(id: request.id, outcome: .success(result))), in: &group)
            }
            let version = isModern ? try server.validateMetadata(of: request) : try negotiated(request)
            guard state.withLock({ $0.running < Self.limit }) else { throw .internalError("too many requests at once") }
            state.withLock { $0.running += 1 }
            group.addTask { await self.perform(request, version) }
        } catch {
            refuse(error, id: request.id, in: &group)
        }
    }

    private func perform(_ request: Message.Request, _ version: ProtocolVersion) async {
        let notify: @Sendable (Message.Notification) async -> Void = { [writer] in
            try? await writer.send(.notification($0))
        }
        let response: Message.Response?
        if version.isModern, request.method == Method.listen {
            state.withLock { $0.endless.append { [session] in session.cancel(request.id) } }
            response = await session.perform(request.id) { [server] in await server.listen(request, notify: notify) }
        } else {
            response = await session.perform(request.id) { [server] in
                await server.response(to: request, from: Caller(version: version, notify: notify))
            }
        }
        state.withLock { $0.running -= 1 }
        // The client may be gone.
        if let response { try? await writer.send(.response(response)) }
    }

    private func negotiated(_ request: Message.Request) throws(ProtocolError) -> ProtocolVersion {
        if let version = state.withLock({ $0.version }) { return version }
        guard request.method == Method.ping else { throw .invalidRequest("initialize first") }
        return .newestLegacy
    }

    private func refuse(_ error: ProtocolError, id: RequestID?, in group: inout TaskGroup<Void>) {
        send(.response(Message.Response(id: id, outcome: .failure(error))), in: &group)
    }

    private func send(_ message: Message, in group: inout TaskGroup<Void>) {
        group.addTask { [writer] in try? await writer.send(message) }
    }
}
