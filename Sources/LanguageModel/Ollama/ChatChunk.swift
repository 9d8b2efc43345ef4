import JSONValues

/// One line of the answer of `POST /api/chat`. The names are the protocol's.
struct ChatChunk: Decodable, Sendable {
    struct Message: Decodable, Sendable {
        var content: String?
        var thinking: String?
        var tool_calls: [Call]?
    }

    struct Call: Decodable, Sendable {
        struct Function: Decodable, Sendable {
            var name: String
            /// An object; models without grammar write other things.
            var arguments: JSON?
        }

        var id: String?
        var function: Function

        /// `number` makes an id where the server gives none, as older ones do.
        func toolCall(number: Int) -> ToolCall {
            let id = self.id.flatMap { $0.isEmpty ? nil : $0 } ?? "call_\(number)"
            return switch function.arguments {
            case nil, .null: ToolCall(id: id, name: function.name, arguments: [:])
            case .object(let members): ToolCall(id: id, name: function.name, arguments: members)
            case .some(let other): ToolCall(id: id, name: function.name, arguments: .malformed(other.text))
            }
        }
    }

    var message: Message?
    var done: Bool
    var done_reason: String?
    var prompt_eval_count: Int?
    var eval_count: Int?

    var usage: ChatReply.Usage { .init(prompt: prompt_eval_count, answer: eval_count) }
}
