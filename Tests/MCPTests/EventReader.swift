import AsyncHTTPClient
import Foundation
import JSONValues
import NIOCore

@testable import MCP

/// Reads a stream one message after another, as they come.
struct EventReader {
    private var body: HTTPClientResponse.Body.AsyncIterator
    private var parser = EventStreamParser(limit: 1 << 20)
    private var events: [ServerSentEvent] = []

    init(_ response: HTTPClientResponse) { body = response.body.makeAsyncIterator() }

    /// Nil at the stream's end.
    mutating func next() async throws -> JSON? {
        while events.isEmpty {
            guard let buffer = try await body.next() else { return nil }
            events += try parser.receive(buffer.readableBytesView)
        }
        return try JSON(parsing: events.removeFirst().data)
    }

    /// Subscribes with the id `s`.
    static func listen(_ url: String, _ notifications: JSON) async throws -> EventReader {
        let meta: JSON = [
            "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": [:],
        ]
        return try await open(
            url, "POST", ["MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "subscriptions/listen"],
            [
                "jsonrpc": "2.0", "id": "s", "method": "subscriptions/listen",
                "params": ["_meta": meta, "notifications": notifications],
            ])
    }

    static func open(
        _ url: String, _ method: String, _ headers: [String: String], _ body: JSON? = nil
    ) async throws -> EventReader {
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Accept", value: "text/event-stream")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body.text)) }
        return EventReader(try await HTTPClient.shared.execute(request, timeout: .seconds(60)))
    }
}
