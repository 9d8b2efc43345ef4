/// The report Reva gives of itself: the answer of `GET /api/health`, in the shape that the runbook prints.
///
/// A field says that something *worked* just now, not that a process runs.
package struct HealthReport: Codable, Equatable, Sendable {
    package enum Status: String, Codable, Sendable {
        case ok
        case degraded
    }

    /// One MCP server: `connected` means that it answered a request of ours.
    package struct MCPServer: Codable, Equatable, Sendable {
        package var connected: Bool
        package var tools: Int?
        package var error: String?

        package init(connected: Bool, tools: Int? = nil, error: String? = nil) {
            self.connected = connected
            self.tools = tools
            self.error = error
        }
    }

    package var status: Status
    /// The server has finished its start: settings read, schema in place, routes open.
    package var adapterInitialized: Bool
    /// A query was answered by the database, and its schema is the one this program knows.
    package var database: Bool
    /// By the server's name; only the servers that are configured.
    package var mcp: [String: MCPServer]

    private enum CodingKeys: String, CodingKey {
        case status
        case adapterInitialized = "adapter_initialized"
        case database = "db"
        case mcp
    }

    /// Judges what was found: `ok` when every part that is configured works, `degraded` otherwise.
    package init(adapterInitialized: Bool, database: Bool, mcp: [String: MCPServer] = [:]) {
        self.adapterInitialized = adapterInitialized
        self.database = database
        self.mcp = mcp
        status = adapterInitialized && database && mcp.values.allSatisfy(\.connected) ? .ok : .degraded
    }

    /// The same verdict with nothing said beside it: what the runbook expects, and what anybody may read.
    package var withoutDetail: HealthReport {
        HealthReport(
            adapterInitialized: adapterInitialized, database: database,
            mcp: mcp.mapValues { MCPServer(connected: $0.connected) })
    }

    /// What is wrong, one sentence a part; empty when the status is `ok`.
    package var complaints: [String] {
        var sentences: [String] = []
        if !adapterInitialized { sentences.append("the server has not finished its start") }
        if !database { sentences.append("the database does not answer") }
        for (name, server) in mcp.sorted(by: { $0.key < $1.key }) where !server.connected {
            sentences.append("the MCP server \(name) does not answer" + (server.error.map { ": \($0)" } ?? ""))
        }
        return sentences
    }
}
