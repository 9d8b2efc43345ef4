import AsyncHTTPClient
import JSONValues
import MCP
import NIOCore

/// An HTTP exchange as it is, without a client of the protocol.
struct RawHTTP {
    let status: Int
    let session: String?
    let type: String
    let text: String

    /// The body, or the last event of a stream.
    var json: JSON? {
        let data = text.split(separator: "\n").last { $0.hasPrefix("data: ") }.map { String($0.dropFirst(6)) }
        return try? JSON(parsing: data ?? text)
    }

    var code: Int? { json?["error"]?["code"]?.integer }

    static func send(
        _ url: String, _ body: JSON?, method: String = "POST", headers: [String: String] = [:]
    ) async throws -> RawHTTP {
        try await send(url, text: body?.text, method: method, headers: headers)
    }

    static func send(
        _ url: String, text: String?, method: String = "POST", headers: [String: String] = [:]
    ) async throws -> RawHTTP {
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Accept", value: "application/json, text/event-stream")
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let text { request.body = .bytes(ByteBuffer(string: text)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 1 << 22)
        return RawHTTP(
            status: Int(response.status.code), session: response.headers.first(name: "Mcp-Session-Id"),
            type: response.headers.first(name: "Content-Type") ?? "", text: String(buffer: body))
    }

    /// A request of revision 2026-07-28; what is given here replaces what is right.
    static func modern(
        _ url: String, _ method: String, _ params: JSON = [:], id: JSON = 1, meta: [String: JSON?] = [:],
        headers: [String: String?] = [:]
    ) async throws -> RawHTTP {
        var members: [String: JSON] = [
            "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": [:],
        ]
        for (key, value) in meta { members[key] = value }
        var object = params.object ?? [:]
        object["_meta"] = members.isEmpty ? nil : .object(members)
        var lines = ["MCP-Protocol-Version": "2026-07-28", "Mcp-Method": method]
        lines["Mcp-Name"] = params["name"]?.string
        for (name, value) in headers { lines[name] = value }
        return try await send(
            url, ["jsonrpc": "2.0", "id": id, "method": .string(method), "params": .object(object)], headers: lines)
    }

    static func initialize(_ url: String, version: String = "2025-11-25") async throws -> RawHTTP {
        try await send(
            url,
            [
                "jsonrpc": "2.0", "id": 1, "method": "initialize",
                "params": [
                    "protocolVersion": .string(version), "capabilities": [:],
                    "clientInfo": ["name": "test", "version": "1"],
                ],
            ])
    }
}
