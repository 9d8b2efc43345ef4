import Hummingbird
import JSONValues
import NIOCore

/// The endpoint of a server over HTTP: what a POST, GET and DELETE to it mean.
///
/// A modern request answers for itself; its connection's end cancels it. Everything else belongs to a session.
struct HTTPEndpoint: Sendable {
    let server: MCPServer
    let access: HTTPAccess
    let sessions = ServerSessions()

    func post(_ request: Request) async throws -> Response {
        if let refusal = refusal(of: request) { return refusal }
        guard let type = request.headers[.contentType], Self.isJSON(type) else {
            return .refused(.unsupportedMediaType, "the content type must be application/json")
        }
        var request = request
        let body: ByteBuffer
        do {
            // Kept in the request: watching a connection begins with its body.
            body = try await request.collectBody(upTo: server.limits.size)
        } catch is NIOTooManyBytesError {
            return .refused(.contentTooLarge, "the body has more than \(server.limits.size) bytes")
        }
        let json: JSON
        do {
            json = try JSON(parsing: body.readableBytesView, limits: server.limits)
        } catch {
            return .refused(.badRequest, .parseError(error.description))
        }
        if let batch = json.array { return await answer(batch: batch, request) }
        do throws(ProtocolError) {
            return await answer(try Message(json), request)
        } catch {
            return .refused(.badRequest, error, id: RequestID(json["id"]))
        }
    }

    func get(_ request: Request) async throws -> Response {
        if let refusal = refusal(of: request) { return refusal }
        guard request.headers[.sessionID] != nil else { return .noMethod }
        guard let accepted = request.headers[.accept], accepted.contains("text/event-stream") else {
            return .refused(.notAcceptable, "the stream is a text/event-stream")
        }
        var request = request
        _ = try await request.collectBody(upTo: 1024)
        let complete = request
        return withSession(request) { _ in changes(complete) }
    }

    func delete(_ request: Request) -> Response {
        if let refusal = refusal(of: request) { return refusal }
        guard let id = request.headers[.sessionID] else { return .noMethod }
        return sessions.close(id) ? Response(status: .noContent) : .noSession
    }

    /// What is refused whatever it says.
    private func refusal(of request: Request) -> Response? {
        guard access.allows(host: request.head.authority) else {
            return .refused(.forbidden, "this server does not answer to the host of the request")
        }
        guard access.allows(origin: request.headers[.origin]) else {
            return .refused(.forbidden, "pages of that origin may not speak to this server")
        }
        return nil
    }

    private func answer(_ message: Message, _ request: Request) async -> Response {
        let version = request.headers[.protocolVersion]
        if isModern(message, version: version) { return await answer(modern: message, request) }
        if let version, !ProtocolVersion.legacy.contains(where: { $0.rawValue == version }) {
            var id: RequestID?
            if case .request(let request) = message { id = request.id }
            return .refused(
                .badRequest, .unsupportedVersion(version, supported: ProtocolVersion.modern), id: id)
        }
        if case .request(let call) = message, call.method == Method.initialize { return initialize(call) }
        return await withSession(request) { session in await answer(message, in: session, request) }
    }

    /// A request says its era: in its `_meta`, or at least in a header.
    private func isModern(_ message: Message, version: String?) -> Bool {
        if case .request(let request) = message, let metadata = request.params?.metadata,
            metadata[MetadataKey.protocolVersion] != nil
        {
            return true
        }
        return ProtocolVersion.modern.contains { $0.rawValue == version }
    }

    private func withSession(
        _ request: Request, _ body: (ServerSession) async -> Response
    ) async -> Response {
        guard let id = request.headers[.sessionID] else {
            return .refused(.badRequest, .invalidRequest("the header Mcp-Session-Id is missing: initialize first"))
        }
        guard let session = sessions.session(id) else { return .noSession }
        return await body(session)
    }

    private func withSession(_ request: Request, _ body: (ServerSession) -> Response) -> Response {
        guard let id = request.headers[.sessionID], let session = sessions.session(id) else { return .noSession }
        return body(session)
    }

    private static func isJSON(_ type: String) -> Bool {
        type.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased() == "application/json"
    }
}
