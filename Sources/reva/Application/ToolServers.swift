import Health
import Logging
import MCP
import ServiceLifecycle

/// The MCP servers that the assistant works with, each by its name in the health report: release, jira.
struct ToolServers: Sendable {
    let clients: [MCPClient]

    /// - Parameter addresses: by name, such as http://release-mcp:8080/mcp.
    init(_ addresses: [(name: String, url: String)], logger: Logger) {
        clients = addresses.map { name, url in
            MCPClient(
                name: name, endpoint: .http(url: url), identity: Implementation(name: "reva", version: Reva.version),
                options: .init(connectTimeout: .seconds(3), checkTimeout: .seconds(5)), logger: logger)
        }
    }

    /// Asks all of them, side by side.
    func health() async -> [String: HealthReport.MCPServer] {
        await withTaskGroup(of: (String, MCPHealth).self) { group in
            for client in clients { group.addTask { (client.name, await client.check()) } }
            var found: [String: HealthReport.MCPServer] = [:]
            for await (name, health) in group {
                found[name] = .init(
                    connected: health.isWorking, tools: health.isWorking ? health.tools : nil, error: health.detail)
            }
            return found
        }
    }
}
