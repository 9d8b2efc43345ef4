/// Ends a model that calls tools for ever: so many calls a turn, and the same call with the same arguments so many times.
package struct ToolBudget: Sendable {
    /// Of one turn.
    package let calls: Int
    /// How often the very same call may be made.
    package let repeats: Int
    private var made = 0
    private var counts: [Call: Int] = [:]

    private struct Call: Hashable {
        var name: String
        var arguments: ToolCall.Arguments
    }

    package init(calls: Int = 16, repeats: Int = 2) {
        self.calls = calls
        self.repeats = repeats
    }

    /// To be asked before the calls of a reply are made: throws `.toolLoop` where they are too many.
    package mutating func admit(_ reply: [ToolCall]) throws(ModelError) {
        for call in reply {
            made += 1
            counts[Call(name: call.name, arguments: call.arguments), default: 0] += 1
            if made > calls {
                throw ModelError(
                    .toolLoop, "the model asked for more than \(calls) tool calls without answering",
                    hints: ["Ask for less at once, or use a larger model."])
            }
            if counts[Call(name: call.name, arguments: call.arguments), default: 0] > repeats {
                throw ModelError(
                    .toolLoop, "the model asked for \(call.name) with the same arguments more than \(repeats) times",
                    hints: ["Ask in other words, or use a larger model."])
            }
        }
    }
}
