import Assistant
import Recovery
import Server

/// What the assistant of a running server works with; what is nil is not there, and not missed.
struct ApplicationParts: Sendable {
    /// The addresses of MCP servers, by their names in the health report.
    var toolServers: [(name: String, url: String)] = []
    /// The language model that answers.
    var mind: Mind?
    var embedder: Embedder?
    var policy = ToolPolicy()
    var pace: Pace?
    var teams: TeamsRegistration?
    /// What Release signs its events by.
    var webhookSecret: String?
    /// The backups, where this process sees them.
    var catalog: Catalog?
    /// How old the newest proven backup may be, in seconds.
    var recoveryPoint = 86400.0

    /// As the settings say; without the backups.
    init(_ settings: Settings) throws {
        toolServers = settings.toolServers
        mind = try settings.mind
        embedder = try settings.embedder
        policy = try settings.toolPolicy
        pace = try settings.pace
        teams = try settings.teamsRegistration
        webhookSecret = try settings.secret(.releaseWebhookSecret)
        recoveryPoint = try settings.recovery.retention.interval
    }
}
