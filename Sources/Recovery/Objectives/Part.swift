import Deployment
import Health

/// A row of the runbook's component recovery matrix, and how that component is now.
package struct Part: Sendable, Encodable {
    package var name: String
    /// What it holds would be lost with it.
    package var isStateful: Bool
    /// True where a restart is not enough.
    package var needsRestore: Bool
    /// The command that brings it back; nil for what Reva does not know.
    package var remedy: String?
    package var isRunning: Bool
    package var state: String

    /// - Parameters:
    ///   - health: what the application says of it.
    ///   - canRestart: whether `reva recover` works where this runs.
    init(_ component: Component, health: HealthReport?, canRestart: Bool) {
        name = component.name
        isRunning = component.isRunning
        state = component.state
        isStateful = name == "postgres"
        needsRestore = isStateful
        remedy =
            switch name {
            case "postgres": "reva restore latest"
            case "redis", "ollama", "reva": canRestart ? "reva recover \(name)" : "reva up"
            case "release-mcp", "jira-mcp": canRestart ? "reva recover mcp" : "reva up"
            default: nil
            }
        if let server = name.hasSuffix("-mcp") ? health?.mcp[String(name.dropLast(4))] : nil, isRunning {
            state += server.connected ? ", connected" : ", not connected"
        }
    }
}
