/// One message of a conversation.
package enum ChatMessage: Sendable, Hashable {
    /// What holds for the whole conversation.
    case system(String)
    case user(String)
    case assistant(String, calls: [ToolCall] = [])
    /// What a tool answered, or why it did not.
    case tool(String, of: ToolCall)

    package var text: String {
        switch self {
        case .system(let text), .user(let text), .assistant(let text, _), .tool(let text, _): text
        }
    }

    var isSystem: Bool {
        if case .system = self { true } else { false }
    }

    var isUser: Bool {
        if case .user = self { true } else { false }
    }

    /// UTF-8 bytes of all that the model reads of it.
    var size: Int {
        switch self {
        case .system(let text), .user(let text): text.utf8.count
        case .assistant(let text, let calls): calls.reduce(text.utf8.count) { $0 + $1.size }
        case .tool(let text, let call): text.utf8.count + call.name.utf8.count
        }
    }
}
