import Hummingbird
import JSONValues
import MCP
import NIOCore
import Synchronization

/// A server that says what a test wants, and keeps what it was told.
final class FakeServer: Sendable {
    struct Seen: Sendable {
        let verb: String
        let headers: [String: String]
        let body: JSON
        var method: String { body["method"]?.string ?? verb }
        var params: JSON { body["params"] ?? [:] }
        var meta: JSON { params["_meta"] ?? [:] }
    }

    typealias Answer = @Sendable (Seen) async throws -> Response

    private let log = Mutex<[Seen]>([])
    let answer: Answer

    init(_ answer: @escaping Answer) { self.answer = answer }

    var seen: [Seen] { log.withLock { $0 } }
    func seen(_ method: String) -> [Seen] { seen.filter { $0.method == method } }

    func run<Value: Sendable>(_ body: @escaping @Sendable (String) async throws -> Value) async throws -> Value {
        try await withFake(
            { request in
                let buffer = try await request.body.collect(upTo: 1 << 20)
                let headers = request.headers.map { ($0.name.canonicalName, $0.value) }
                let seen = Seen(
                    verb: request.method.rawValue, headers: Dictionary(headers) { $1 },
                    body: (try? JSON(parsing: buffer.readableBytesView)) ?? .null)
                self.log.withLock { $0.append(seen) }
                return try await self.answer(seen)
            }, body)
    }

    /// A server of the newest revision with these tools.
    static func modern(
        tools: [JSON] = [tool("echo")], call: @escaping Answer = { .result($0, ["content": []]) }
    ) -> FakeServer {
        FakeServer { seen in
            switch seen.method {
            case "server/discover":
                .result(seen, ["supportedVersions": ["2026-07-28"], "capabilities": ["tools": [:]]])
            case "tools/list": .result(seen, ["tools": .array(tools)])
            case "tools/call": try await call(seen)
            default: .error(seen, -32601, status: .notFound)
            }
        }
    }

    /// A server that knows nothing of the newest revision.
    static func legacy(
        session: String? = "s1", version: JSON = "2025-11-25", tools: [JSON] = [tool("echo")], call: @escaping Answer
    ) -> FakeServer {
        FakeServer { seen in
            switch seen.method {
            case "initialize":
                return .result(
                    seen, ["protocolVersion": version, "capabilities": ["tools": [:]], "serverInfo": ["name": "old"]],
                    session: session)
            case "notifications/initialized": return Response(status: .accepted)
            case "tools/list": return .result(seen, ["tools": .array(tools)])
            case "server/discover": return .error(seen, -32600, status: .badRequest)
            default: return try await call(seen)
            }
        }
    }

    static func tool(_ name: String, properties: JSON = [:], annotations: JSON = [:]) -> JSON {
        [
            "name": .string(name), "inputSchema": ["type": "object", "properties": properties],
            "annotations": annotations,
        ]
    }
}

extension Response {
    static func text(_ text: String, type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    static func result(_ seen: FakeServer.Seen, _ result: JSON, session: String? = nil) -> Response {
        let body: JSON = ["jsonrpc": "2.0", "id": seen.body["id"] ?? .null, "result": result]
        var response = text(body.text, type: "application/json")
        if let session { response.headers[HTTPFields.Element.Name("Mcp-Session-Id")!] = session }  // a token
        return response
    }

    static func error(
        _ seen: FakeServer.Seen, _ code: Int, data: JSON = .null, status: HTTPResponse.Status
    ) -> Response {
        let error: JSON = ["code": .integer(code), "message": "no", "data": data]
        return text(
            JSON.object(["jsonrpc": "2.0", "id": seen.body["id"] ?? .null, "error": error]).text,
            type: "application/json", status: status)
    }

    /// Events, and then the end of the stream.
    static func events(_ events: [JSON]) -> Response {
        text(events.map { "data: \($0.text)\n\n" }.joined(), type: "text/event-stream")
    }
}
