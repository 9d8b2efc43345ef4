import ArgumentParser
import Health

/// `reva health`: what the server says of itself.
struct HealthCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Ask the running server for its health.",
        discussion: """
            The same as `curl http://localhost:3978/api/health`.

            EXIT CODES
              0 ok   2 degraded   6 nobody answers
            """)

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let settings = try await global.settings()
        let report: HealthReport
        do {
            let place = try await Place.find(settings)
            report =
                if place.kind == .kubernetes, !place.isInCluster { try await place.kubectl.health() } else {
                    try await place.deployment().health()
                }
        } catch {
            let (summary, hints) = Console.words(of: error)
            throw CommandError(summary, hints: hints, code: .unreachable)
        }
        global.console.result(report) {
            let mcp = report.mcp.sorted { $0.key < $1.key }
                .map { "  MCP \($0.key)  \($0.value.connected ? "connected" : "not connected")" }
            return (["status: \(report.status.rawValue)"] + report.complaints.map { "  \($0)" } + mcp)
                .joined(separator: "\n")
        }
        if report.status != .ok { throw ExitStatus.degraded.exit }
    }
}
