/// The revisions of the protocol that are spoken here, the newest last.
package enum ProtocolVersion: String, Sendable, Hashable, CaseIterable, Comparable {
    case v20250326 = "2025-03-26"
    case v20250618 = "2025-06-18"
    case v20251125 = "2025-11-25"
    case v20260728 = "2026-07-28"

    /// True where every request stands alone; before, a session began with `initialize`.
    package var isModern: Bool { self >= .v20260728 }

    static let modern = allCases.filter(\.isModern)
    static let legacy = allCases.filter { !$0.isModern }
    static let newestLegacy = v20251125

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The members of `_meta` that revision 2026-07-28 defines.
enum MetadataKey {
    static let protocolVersion = "io.modelcontextprotocol/protocolVersion"
    static let clientCapabilities = "io.modelcontextprotocol/clientCapabilities"
    static let clientInfo = "io.modelcontextprotocol/clientInfo"
    static let serverInfo = "io.modelcontextprotocol/serverInfo"
    static let subscriptionID = "io.modelcontextprotocol/subscriptionId"
    static let progressToken = "progressToken"
}

/// The names of requests and notifications.
enum Method {
    static let initialize = "initialize"
    static let initialized = "notifications/initialized"
    static let ping = "ping"
    static let discover = "server/discover"
    static let listTools = "tools/list"
    static let callTool = "tools/call"
    static let listen = "subscriptions/listen"
    static let elicit = "elicitation/create"
    static let cancelled = "notifications/cancelled"
    static let progress = "notifications/progress"
    static let toolsChanged = "notifications/tools/list_changed"
    static let acknowledged = "notifications/subscriptions/acknowledged"
}
