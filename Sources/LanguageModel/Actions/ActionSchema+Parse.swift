import Foundation
import JSONValues

extension ActionSchema {
    /// What the model wrote, as an action. Throws `.invalidAction` with a sentence that a model can act on.
    package func parse(_ text: String) throws(ModelError) -> Action {
        guard let value = try? JSON(parsing: text) else { throw invalid("it is not JSON") }
        guard let members = value.object else { throw invalid("it is not a JSON object") }
        guard let name = members["action"]?.string else { throw invalid("it has no text named \"action\"") }
        if name == answerName {
            guard let text = members["text"]?.string else { throw invalid("it has no text named \"text\"") }
            try refuseOthers(than: ["action", "text"], in: members)
            return .answer(text)
        }
        guard let tool = tools.first(where: { $0.name == name }) else {
            let known = ([answerName] + tools.map(\.name)).joined(separator: ", ")
            throw invalid("there is no action \"\(name)\"; there are: \(known)")
        }
        guard let arguments = members["arguments"]?.object else {
            throw invalid("\"\(name)\" needs an object named \"arguments\"")
        }
        try refuseOthers(than: ["action", "arguments"], in: members)
        for case .string(let key) in tool.parameters["required"]?.array ?? [] where arguments[key] == nil {
            throw invalid("\"\(name)\" needs an argument \"\(key)\"")
        }
        return .call(name: name, arguments: arguments)
    }

    private func refuseOthers(than known: Set<String>, in members: [String: JSON]) throws(ModelError) {
        if let other = members.keys.filter({ !known.contains($0) }).min() {
            throw invalid("\"\(other)\" has no place in it")
        }
    }

    private func invalid(_ reason: String) -> ModelError {
        ModelError(
            .invalidAction, "what the model wrote is no action: \(reason)",
            hints: ["Use a larger model, or one with tool calls."])
    }
}
