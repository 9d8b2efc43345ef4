import JSONValues

/// What is known of a server.
package struct MCPHealth: Sendable, Hashable {
    package enum State: String, Sendable { case disconnected, probing, ready, degraded }

    package internal(set) var state = State.disconnected
    /// The last check was answered.
    package internal(set) var isConnected = false
    /// The server does what it is there for, as far as the probe can tell. One failure does not change that, two do.
    package internal(set) var isWorking = false
    /// How many tools can be used.
    package internal(set) var tools = 0
    /// Nil while it was never reached.
    package internal(set) var version: ProtocolVersion?
    package internal(set) var server: Implementation?
    /// What was wrong at the last check; nil for nothing.
    package internal(set) var detail: String?
    var failures = 0

    mutating func succeed(tools: Int, connection: Connection) {
        self = MCPHealth()
        (state, isConnected, isWorking) = (.ready, true, true)
        self.tools = tools
        (version, server) = (connection.version, connection.server)
    }

    /// - Parameter answered: something was answered, but not what proves that the server works.
    mutating func fail(_ why: String, answered: Bool) {
        failures += 1
        detail = why
        isConnected = answered
        if failures >= 2 { isWorking = false }
        state = answered ? .degraded : .disconnected
    }
}

/// A cheap call that proves that a server works: it reads something that is always there.
package struct Probe: Sendable {
    package var tool: String
    package var arguments: JSON

    package init(tool: String, arguments: JSON = [:]) {
        self.tool = tool
        self.arguments = arguments
    }

    /// A failure, or nothing, proves nothing.
    static func isProof(_ result: ToolResult) -> Bool {
        guard !result.isError else { return false }
        if let structured = result.structuredContent {
            // Several servers put a list under `result`.
            let value = structured.object?.count == 1 ? structured["result"] ?? structured : structured
            return value.array.map { !$0.isEmpty } ?? value.object.map { !$0.isEmpty } ?? !value.isNull
        }
        let text = result.text(limit: 100).filter { !$0.isWhitespace }
        return !text.isEmpty && text != "[]" && text != "{}" && text != "null"
    }
}
