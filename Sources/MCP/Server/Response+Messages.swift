import Hummingbird
import JSONValues
import NIOCore

/// HTTPTypes is not imported for one name.
typealias HTTPField = HTTPFields.Element

extension HTTPField.Name {
    // These are tokens, which is all that the initializer asks for.
    static let sessionID = Self("Mcp-Session-Id")!
    static let protocolVersion = Self("MCP-Protocol-Version")!
    static let mcpMethod = Self("Mcp-Method")!
    static let mcpName = Self("Mcp-Name")!
    static let buffering = Self("X-Accel-Buffering")!
}

extension Request {
    /// Looks up a header by its name.
    var header: @Sendable (String) -> String? {
        let headers = headers
        return { name in HTTPField.Name(name).flatMap { headers[$0] } }
    }
}

extension Response {
    typealias Notify = @Sendable (Message.Notification) async -> Void

    static func json(_ json: JSON, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.bytes)))
    }

    static func message(_ message: Message, status: HTTPResponse.Status = .ok) -> Response {
        json(message.json, status: status)
    }

    static func refused(_ status: HTTPResponse.Status, _ error: ProtocolError, id: RequestID? = nil) -> Response {
        message(.response(Message.Response(id: id, outcome: .failure(error))), status: status)
    }

    static func refused(_ status: HTTPResponse.Status, _ reason: String) -> Response {
        refused(status, .invalidRequest(reason))
    }

    static var noMethod: Response {
        var response = refused(.methodNotAllowed, "only POST is answered here")
        response.headers[.allow] = "POST"
        return response
    }

    static var noSession: Response { refused(.notFound, "there is no such session: initialize anew") }
}

extension Response {
    /// The answer to a request that ends when its connection does: one message, or a stream of them. The connection
    /// is not used again, as watching it means to read it.
    static func whileConnected(
        _ request: Request, isStream: Bool, _ work: @escaping @Sendable (@escaping Notify) async -> Message.Response?
    ) -> Response {
        var response = isStream ? stream(isEndless: true, while: request, work) : Response(status: .ok)
        response.headers[.connection] = "close"
        guard !isStream else { return response }
        response.headers[.contentType] = "application/json"
        response.body = ResponseBody { writer in
            let message = try await request.body.consumeWithCancellationOnInboundClose { _ in
                await work { _ in }
            }
            guard let message else { throw CancellationError() }
            try await writer.write(ByteBuffer(bytes: Message.response(message).json.bytes))
            try await writer.finish(nil)
        }
        return response
    }

    /// A stream of notifications that ends with the response, if there is one.
    /// - Parameters:
    ///   - isEndless: a silent connection is kept open by comments.
    ///   - request: where given, the work is cancelled when its connection ends.
    static func stream(
        isEndless: Bool, while request: Request? = nil,
        _ work: @escaping @Sendable (@escaping Notify) async -> Message.Response?
    ) -> Response {
        let headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-store", .buffering: "no",
        ]
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                if let request {
                    try await request.body.consumeWithCancellationOnInboundClose { _ in
                        try await EventStream.write(to: &writer, keepsAlive: isEndless, work)
                    }
                } else {
                    try await EventStream.write(to: &writer, keepsAlive: isEndless, work)
                }
                try await writer.finish(nil)
            })
    }
}

/// The body of a stream.
private enum EventStream {
    static func write(
        to writer: inout any ResponseBodyWriter, keepsAlive: Bool,
        _ work: @escaping @Sendable (@escaping Response.Notify) async -> Message.Response?
    ) async throws {
        // Progress that a slow client does not fetch is lost, the response never is: it does not pass here.
        let (events, continuation) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingOldest(256))
        let response = try await withThrowingTaskGroup(of: Message.Response?.self) { group in
            group.addTask {
                let response = await work { notification in
                    continuation.yield(ServerSentEvent(data: Message.notification(notification).json.text).text)
                }
                continuation.finish()
                return response
            }
            let silence = Task {
                while keepsAlive {
                    try await Task.sleep(for: .seconds(15))
                    continuation.yield(ServerSentEvent.comment)
                }
            }
            defer { silence.cancel() }
            for await event in events { try await writer.write(ByteBuffer(string: event)) }
            return try await group.next() ?? nil
        }
        if let response {
            let event = ServerSentEvent(data: Message.response(response).json.text)
            try await writer.write(ByteBuffer(string: event.text))
        }
    }
}
