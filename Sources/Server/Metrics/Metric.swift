/// What is counted and measured of a running server. The names are published: whoever changes one breaks dashboards.
package enum Metric: String, CaseIterable, Sendable {
    case requests = "reva_requests_total"
    case requestDuration = "reva_request_duration_seconds"
    case messages = "reva_messages_total"
    case turns = "reva_turns_total"
    case turnDuration = "reva_turn_duration_seconds"
    case activeSessions = "reva_active_sessions"
    case waitingMessages = "reva_messages_waiting"
    case stepDuration = "reva_llm_step_duration_seconds"
    case stepLimit = "reva_agent_max_steps_aborts_total"
    case toolDuration = "reva_mcp_tool_duration_seconds"
    case toolCalls = "reva_mcp_tool_calls_total"
    case deliveries = "reva_notification_deliveries_total"
    case events = "reva_release_events_total"
    case feedback = "reva_feedback_total"
    case uptime = "reva_uptime_seconds"

    enum Kind: String {
        case counter
        case gauge
        /// Shown as its quantiles p50 and p95, each a gauge of its own, and by how many there were.
        case timing
    }

    var kind: Kind {
        switch self {
        case .requestDuration, .turnDuration, .stepDuration, .toolDuration: .timing
        case .activeSessions, .waitingMessages, .uptime: .gauge
        default: .counter
        }
    }

    var help: String {
        switch self {
        case .requests: "HTTP requests, by how they ended"
        case .requestDuration: "time until an HTTP request was answered"
        case .messages: "activities that arrived from Teams, by what became of them"
        case .turns: "messages of people that were dealt with, by how that ended"
        case .turnDuration: "time from the arrival of a message to the end of its answer"
        case .activeSessions: "conversations that are being answered now"
        case .waitingMessages: "messages that are recorded and not answered yet, in all processes"
        case .stepDuration: "time of one request to the language model"
        case .stepLimit: "answers that were ended at the limit of steps"
        case .toolDuration: "time of one call of a tool, by MCP server"
        case .toolCalls: "calls of tools, by MCP server and how they ended"
        case .deliveries: "notifications, by how they ended"
        case .events: "events of Release that arrived, by the way they came"
        case .feedback: "what people thought of answers"
        case .uptime: "time since the server started"
        }
    }
}
