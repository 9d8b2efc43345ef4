import Foundation
import JSONValues
import Logging
import Subprocess
import Synchronization
import SystemPackage

/// A server that is a program of this machine, started here: messages over its standard input and output, its
/// standard error in the log.
final class ProcessTransport: Transport {
    private let name: String
    private let endTimeout: Duration
    private let state = Mutex(State())
    /// Not a child task: the program's life spans many calls. It ends when the program has ended.
    private let life: Task<Void, Never>
    private let box = Box()

    private struct State {
        var writer: MessageStream.Writer?
        var waiting: [RequestID: CheckedContinuation<Message.Response, any Error>] = [:]
        /// Set when the program is gone: why.
        var end: MCPError?
    }

    /// Starts the program and returns when it runs.
    init(
        name: String, program: ServerProgram, limits: TransportLimits, endTimeout: Duration, logger: Logger,
        receiver: @escaping Receiver
    ) async throws {
        self.name = name
        self.endTimeout = endTimeout
        let (started, starting) = AsyncThrowingStream.makeStream(of: MessageStream.Writer.self)
        life = Task { [box] in
            let end: MCPError
            do {
                end = try await program.run(name: name, endTimeout: endTimeout, logger: logger) { stream in
                    try await stream.run { inbound, writer in
                        starting.yield(writer)
                        var splitter = LineSplitter(limit: limits.body)
                        do {
                            for try await buffer in inbound {
                                for line in try splitter.receive(buffer.readableBytesView) {
                                    await box.transport?.receive(line, limits.json, receiver, logger)
                                }
                            }
                        } catch is LineSplitter.TooLong {
                            let cause = MCPError(
                                .tooLarge, "a line of the MCP server \(name) has more than \(limits.body) bytes")
                            box.note(cause)
                            throw cause
                        }
                    }
                }
            } catch let error as MCPError {
                end = error
            } catch {
                end = MCPError(.lost, "the connection to the MCP server \(name) broke: \(error)")
            }
            starting.finish(throwing: end)
            box.end(end)
        }
        box.attach(self)
        for try await writer in started {
            state.withLock { $0.writer = writer }
            return
        }
        throw MCPError(.unreachable, "the MCP server \(name) did not start")
    }

    deinit { life.cancel() }

    func send(_ request: Message.Request, headers: HeaderList, resumes: Bool) async throws -> Reply {
        let response = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                register(continuation, for: request)
            }
        } onCancel: {
            forget(request.id)
        }
        return Reply(response: response, sessionID: nil)
    }

    func post(_ message: Message, headers: HeaderList) async throws {
        let (writer, end) = state.withLock { ($0.writer, $0.end ?? box.cause) }
        guard let writer, end == nil else { throw end ?? closed }
        do {
            try await writer.send(message)
        } catch {
            try Task.checkCancellation()
            // What broke the streams is the reason, not that they are broken.
            if let cause = box.cause { throw cause }
            throw MCPError(.lost, "the MCP server \(name) takes nothing any more: \(error)")
        }
    }

    /// What the server tells comes over the one stream there is.
    func listen(headers: HeaderList) async throws { throw MCPError(.status(405), "there is no other stream") }

    func waitUntilGone() async {
        let (gone, ending) = AsyncStream.makeStream(of: Void.self)
        Task { [life] in
            await life.value
            ending.finish()
        }
        for await _ in gone {}
    }

    func endSession(headers: HeaderList) async {}

    /// Closes the program's input, waits, and ends it the harder way where that does not help.
    func close() async {
        state.withLock { $0.writer }?.finish()
        let patience = Task { [life, endTimeout] in
            try await Task.sleep(for: endTimeout)
            life.cancel()
        }
        await life.value
        patience.cancel()
    }

    // MARK: Messages

    private func register(
        _ continuation: CheckedContinuation<Message.Response, any Error>, for request: Message.Request
    ) {
        let refusal: (any Error)? = state.withLock { state in
            // Nothing was sent, so the caller may start the program again.
            if let end = state.end ?? box.cause {
                return MCPError(end.reason == .lost ? .unreachable : end.reason, end.summary, hints: end.hints)
            }
            if Task.isCancelled { return CancellationError() }
            state.waiting[request.id] = continuation
            return nil
        }
        if let refusal { return continuation.resume(throwing: refusal) }
        Task {
            do {
                try await post(.request(request), headers: [])
            } catch {
                take(request.id)?.resume(throwing: error)
            }
        }
    }

    private func take(_ id: RequestID) -> CheckedContinuation<Message.Response, any Error>? {
        state.withLock { $0.waiting.removeValue(forKey: id) }
    }

    private func forget(_ id: RequestID) { take(id)?.resume(throwing: CancellationError()) }

    private func receive(_ line: [UInt8], _ limits: JSON.Limits, _ receiver: Receiver, _ logger: Logger) async {
        do {
            let message = try Message(try JSON(parsing: line, limits: limits))
            guard case .response(let response) = message else { return await receiver(message) }
            if let id = response.id, let continuation = take(id) { continuation.resume(returning: response) }
        } catch {
            // Programs print what they should not; that ends nothing.
            logger.debug("a line that is no message", metadata: ["server": "\(name)", "error": "\(error)"])
        }
    }

    func end(_ error: MCPError) {
        let waiting = state.withLock { state in
            state.end = error
            defer { state.waiting = [:] }
            return state.waiting.values.map { $0 }
        }
        for continuation in waiting { continuation.resume(throwing: error) }
    }

    private var closed: MCPError { MCPError(.lost, "the MCP server \(name) is gone") }
}
