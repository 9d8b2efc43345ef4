import AsyncHTTPClient
import JSONValues
import Logging
import NIOCore
import NIOPosix

/// Streamable HTTP, from the client's side.
struct HTTPTransport: Transport {
    let name: String
    let url: String
    let headers: HeaderList
    let limits: TransportLimits
    let logger: Logger
    let receiver: Receiver

    /// One for all servers, for as long as the process lives.
    static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(
            // A redirect would carry the caller's credentials to somebody else.
            redirectConfiguration: .disallow,
            timeout: HTTPClient.Configuration.Timeout(connect: .seconds(10)))
        // Streams hold their connections, so the usual eight would soon be all.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1000
        // Shorter than servers wait: a request on a connection that is just being closed is lost.
        configuration.connectionPool.idleTimeout = .seconds(3)
        configuration.httpVersion = .http1Only
        // Whoever calls decides whether to try again, and says so.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    func send(_ request: Message.Request, headers: HeaderList, resumes: Bool) async throws -> Reply {
        let response = try await execute(.POST, .request(request), headers: headers)
        guard (200..<300).contains(response.status.code) else { throw try await failure(response) }
        let session = response.headers.first(name: "Mcp-Session-Id")
        switch Self.mediaType(of: response) {
        case "application/json":
            let found = try await message(in: response)
            guard case .response(let answer) = found, answer.id == request.id else {
                throw violation("it answered another request")
            }
            return Reply(response: answer, sessionID: session)
        case "text/event-stream":
            let answer = try await answer(to: request.id, in: response, headers: resumes ? headers : nil)
            return Reply(response: answer, sessionID: session)
        case let type:
            throw violation("it answered with the content type \(type.isEmpty ? "none" : String(type.prefix(100)))")
        }
    }

    func post(_ message: Message, headers: HeaderList) async throws {
        let response = try await execute(.POST, message, headers: headers)
        guard (200..<300).contains(response.status.code) else { throw try await failure(response) }
    }

    func listen(headers: HeaderList) async throws {
        let response = try await execute(.GET, nil, headers: headers)
        guard (200..<300).contains(response.status.code) else { throw try await failure(response) }
        guard Self.mediaType(of: response) == "text/event-stream" else {
            throw violation("its stream is no event stream")
        }
        var parser = EventStreamParser(limit: limits.eventLine)
        _ = try await answer(to: nil, in: response, parser: &parser)
    }

    func endSession(headers: HeaderList) async {
        guard headers.contains(where: { $0.name == "Mcp-Session-Id" }) else { return }
        _ = try? await execute(.DELETE, nil, headers: headers)
    }

    func waitUntilGone() async { try? await waitForCancellation() }

    func close() async {}

    // MARK: Streams

    /// Reads a stream, and its continuations, until the answer is there.
    /// - Parameter resumption: the headers of a request that takes up the stream where it broke off; nil for none.
    private func answer(
        to id: RequestID, in response: HTTPClientResponse, headers resumption: HeaderList?
    ) async throws -> Message.Response {
        var parser = EventStreamParser(limit: limits.eventLine)
        var response = response
        for _ in 0..<10 {
            var loss = MCPError(.lost, "the MCP server \(name) ended its stream before the answer")
            do {
                if let answer = try await answer(to: id, in: response, parser: &parser) { return answer }
            } catch let error as MCPError where error.reason == .lost {
                loss = error
            }
            guard let resumption, let last = parser.lastEventID else { throw loss }
            try await Task.sleep(for: .milliseconds(min(parser.retry ?? 1000, 30_000)))
            response = try await execute(.GET, nil, headers: resumption + [("Last-Event-ID", last)])
            guard response.status == .ok, Self.mediaType(of: response) == "text/event-stream" else { throw loss }
            parser = parser.next()
        }
        throw MCPError(.lost, "the MCP server \(name) ended its stream ten times before the answer")
    }

    /// Reads one stream to its end; nil where the answer was not in it.
    private func answer(
        to id: RequestID?, in response: HTTPClientResponse, parser: inout EventStreamParser
    ) async throws -> Message.Response? {
        var received = 0
        do {
            for try await buffer in response.body {
                received += buffer.readableBytes
                if id != nil, received > limits.stream { throw tooLarge("a stream", limits.stream) }
                for event in try parser.receive(buffer.readableBytesView) where !event.data.isEmpty {
                    let message: Message
                    do {
                        message = try Message(try JSON(parsing: event.data, limits: limits.json))
                    } catch {
                        throw violation("an event is no message: \(error)")
                    }
                    if case .response(let answer) = message {
                        if let id, answer.id == id { return answer }
                        logger.debug("an answer that nobody waits for", metadata: ["server": "\(name)"])
                    } else {
                        await receiver(message)
                    }
                }
            }
        } catch is EventStreamParser.TooLong {
            throw tooLarge("an event", limits.eventLine)
        } catch let error as MCPError {
            throw error
        } catch {
            try Task.checkCancellation()
            throw MCPError(.lost, "the connection to the MCP server \(name) broke: \(error)")
        }
        return nil
    }
}
