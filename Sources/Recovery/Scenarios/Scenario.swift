/// What may be lost or broken: the runbook's "Component Recovery Matrix" and "Data Loss Scenarios".
package enum Scenario: String, Codable, Sendable, CaseIterable {
    case databaseLost = "database-lost"
    case noBackup = "no-backup"
    case redis
    case mcp
    case ollama
    case reva

    /// What is restarted; empty where that does not help.
    package var components: [String] {
        switch self {
        case .databaseLost, .noBackup: []
        case .redis, .ollama, .reva: [rawValue]
        case .mcp: ["release-mcp", "jira-mcp"]
        }
    }

    /// True when the storage of the database is made anew.
    package var removesStorage: Bool { components.isEmpty }
}
