import AsyncHTTPClient
import Hummingbird
import NIOCore

/// Stands before a server and takes the newest revision away from it.
enum Forwarder {
    static func withoutModernEra<Value: Sendable>(
        _ url: String, _ body: @escaping @Sendable (String) async throws -> Value
    ) async throws -> Value {
        try await withFake(
            { request in
                let version = request.headers.first { $0.name.canonicalName == "mcp-protocol-version" }?.value
                guard version != "2026-07-28" else {
                    return Response(status: .badRequest)
                }
                var forwarded = HTTPClientRequest(url: url)
                forwarded.method = .init(rawValue: request.method.rawValue)
                for field in request.headers where field.name != .contentLength {
                    forwarded.headers.add(name: field.name.rawName, value: field.value)
                }
                let content = try await request.body.collect(upTo: 1 << 20)
                if content.readableBytes > 0 { forwarded.body = .bytes(content) }
                let answer = try await HTTPClient.shared.execute(forwarded, timeout: .seconds(30))
                let body = try await answer.body.collect(upTo: 1 << 20)
                var response = Response(
                    status: .init(code: Int(answer.status.code)), body: ResponseBody(byteBuffer: body))
                for name in ["Content-Type", "Mcp-Session-Id"] {
                    if let value = answer.headers.first(name: name), let field = HTTPFields.Element.Name(name) {
                        response.headers[field] = value
                    }
                }
                return response
            }, body)
    }
}
