/// The steps of the runbook's "Failover Checklist", in its order.
package enum ChecklistStep: String, Codable, Sendable, CaseIterable {
    case assess
    case communicate
    case database
    case backup
    case restore
    case health
    case tools
    case message
    case postMortem = "post-mortem"

    /// From 1, as the runbook numbers them.
    package var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

    /// What is done in it.
    package var title: String {
        switch self {
        case .assess: "see which component is down"
        case .communicate: "tell people that Reva is being recovered"
        case .database: "check PostgreSQL and its log"
        case .backup: "check the newest backup"
        case .restore: "restore, if that is needed"
        case .health: "verify the health"
        case .tools: "verify the connections to the tool servers"
        case .message: "send a test message"
        case .postMortem: "write the post-mortem"
        }
    }
}
