import JSONValues
import Logging
import Synchronization

/// A server that was reached, and whose era is known.
struct Connection: Sendable {
    enum Era: Sendable, Hashable {
        case modern(ProtocolVersion)
        /// Over standard streams, and with some servers over HTTP, there is no session id.
        case legacy(ProtocolVersion, session: String?)
    }

    let name: String
    let number: Int
    private(set) var transport: any Transport
    let isHTTP: Bool
    let identity: Implementation
    let inbox: Inbox
    let elicits: Bool
    let numbers: Numbers
    var era: Era
    /// What the server said of itself; nil where it was not asked.
    var server: Implementation?
    var instructions: String?
    var announcesChanges = false

    /// Ids of requests: never the same twice for one client.
    final class Numbers: Sendable {
        private let last = Mutex(0)
        func next() -> Int {
            last.withLock {
                $0 += 1; return $0
            }
        }
    }

    var version: ProtocolVersion {
        switch era {
        case .modern(let version), .legacy(let version, _): version
        }
    }

    /// Asks, and waits for the result without limit of time. Cancelling tells the server.
    /// - Throws: `MCPError`, with `.refused` for an error of the protocol.
    func request(
        _ method: String, _ params: JSON = [:], headers: HeaderList = [],
        progress: (@Sendable (Progress) -> Void)? = nil
    ) async throws -> JSON {
        let id = RequestID.integer(numbers.next())
        var params = params
        if progress != nil { params = params.settingMetadata(MetadataKey.progressToken, to: id.json) }
        if version.isModern { params = stamped(params) }
        inbox.follow(id, progress)
        defer { inbox.follow(id, nil) }
        let request = Message.Request(id: id, method: method, params: params == [:] ? nil : params)
        do {
            let reply = try await transport.send(
                request, headers: eraHeaders(request) + headers, resumes: !version.isModern)
            return try result(of: reply.response)
        } catch let error as MCPError {
            throw translated(error)
        } catch is CancellationError {
            // Over HTTP a modern server has seen the connection's end; the others must be told.
            if !isHTTP || !version.isModern, method != Method.initialize { tellCancelled(id) }
            throw CancellationError()
        }
    }

    /// The same server over another transport.
    func over(_ transport: any Transport) -> Connection {
        var connection = self
        connection.transport = transport
        return connection
    }

    func notify(_ method: String, _ params: JSON? = nil) async throws {
        try await transport.post(
            .notification(Message.Notification(method: method, params: params)), headers: sessionHeaders)
    }

    private func result(of response: Message.Response) throws(MCPError) -> JSON {
        switch response.outcome {
        case .failure(let error):
            throw MCPError(.refused(error), "the MCP server \(name) refused the request: \(error)")
        case .success(let result):
            guard result.object != nil else {
                throw MCPError(.protocolViolation, "the MCP server \(name) answered with no object")
            }
            return result
        }
    }

    /// Status 404 in a session means that the server has forgotten it.
    private func translated(_ error: MCPError) -> MCPError {
        guard case .legacy(_, .some) = era, error.reason == .status(404) else { return error }
        return MCPError(.lost, "the MCP server \(name) has forgotten the session")
    }

    private func tellCancelled(_ id: RequestID) {
        let deadline = Deadline(after: .seconds(5), ceiling: .seconds(5))
        Task {
            try? await deadline.limit(late: MCPError(.timedOut, "")) {
                try await notify(Method.cancelled, ["requestId": id.json, "reason": "nobody waits for it any more"])
            }
        }
    }

    // MARK: What each era wants

    private var capabilities: JSON { elicits ? ["elicitation": [:]] : [:] }

    private func stamped(_ params: JSON) -> JSON {
        params.settingMetadata(MetadataKey.protocolVersion, to: .string(version.rawValue))
            .settingMetadata(MetadataKey.clientInfo, to: identity.json)
            .settingMetadata(MetadataKey.clientCapabilities, to: capabilities)
    }

    private func eraHeaders(_ request: Message.Request) -> HeaderList {
        guard isHTTP else { return [] }
        guard version.isModern else { return request.method == Method.initialize ? [] : sessionHeaders }
        var headers: HeaderList = [
            ("MCP-Protocol-Version", version.rawValue), ("Mcp-Method", request.method),
        ]
        if request.method == Method.callTool, let name = request.params?["name"]?.string {
            headers.append(("Mcp-Name", HeaderText.encode(name)))
        }
        return headers
    }

    var sessionHeaders: HeaderList {
        guard isHTTP, case .legacy(let version, let session) = era else { return [] }
        var headers: HeaderList = [("MCP-Protocol-Version", version.rawValue)]
        if let session { headers.append(("Mcp-Session-Id", session)) }
        return headers
    }

    /// What `initialize` says of us.
    func introduction(_ version: ProtocolVersion) -> JSON {
        [
            "protocolVersion": .string(version.rawValue), "capabilities": capabilities, "clientInfo": identity.json,
        ]
    }
}
