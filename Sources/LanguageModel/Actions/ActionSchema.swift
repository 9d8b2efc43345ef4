import Foundation
import JSONValues

/// Tools for a model that has no tool calls: it answers with one JSON object, its action, and the server holds it to a
/// schema. An action is an answer, or one call.
///
/// What the model wrote is taken as it stands, or refused with the reason: nothing is guessed or mended.
package struct ActionSchema: Sendable, Hashable {
    package enum Action: Sendable, Hashable {
        case answer(String)
        case call(name: String, arguments: [String: JSON])
    }

    package let tools: [Tool]
    /// The name of the action that answers; "answer" unless a tool is called so.
    package let answerName: String

    package init(tools: [Tool]) {
        self.tools = tools
        let names = Set(tools.map(\.name))
        answerName = names.contains("answer") ? "answer_to_person" : "answer"
    }

    /// JSON Schema. Keys of actions are in alphabetical order, in which they are sent and so generated: first which
    /// action, then what with.
    package var schema: JSON {
        var definitions: [String: JSON] = [:]
        let calls = tools.map { tool in
            Self.alternative(tool.name, key: "arguments", value: Self.parameters(of: tool, into: &definitions))
        }
        let answer = Self.alternative(answerName, key: "text", value: ["type": "string"])
        var schema: [String: JSON] = ["anyOf": .array([answer] + calls)]
        if !definitions.isEmpty { schema["$defs"] = .object(definitions) }
        return .object(schema)
    }

    private static func alternative(_ name: String, key: String, value: JSON) -> JSON {
        [
            "type": "object", "properties": ["action": ["const": .string(name)], .init(key): value],
            "required": ["action", .string(key)], "additionalProperties": false,
        ]
    }

    /// Its references point to the root of its own schema, which is no root here: its definitions move to ours, each
    /// under a name with the tool's.
    private static func parameters(of tool: Tool, into definitions: inout [String: JSON]) -> JSON {
        guard var members = tool.parameters.object else { return ["type": "object"] }
        for key in ["$defs", "definitions"] {
            for (name, definition) in members.removeValue(forKey: key)?.object ?? [:] {
                definitions["\(tool.name).\(name)"] = moved(definition, of: tool)
            }
        }
        return moved(.object(members), of: tool)
    }

    private static func moved(_ schema: JSON, of tool: Tool) -> JSON {
        switch schema {
        case .array(let values): return .array(values.map { moved($0, of: tool) })
        case .object(var members):
            for (key, value) in members { members[key] = moved(value, of: tool) }
            for prefix in ["#/$defs/", "#/definitions/"] {
                if let target = members["$ref"]?.string, target.hasPrefix(prefix) {
                    members["$ref"] = .string("#/$defs/\(tool.name).\(target.dropFirst(prefix.count))")
                    break
                }
            }
            return .object(members)
        default: return schema
        }
    }

    /// For the model, as system text: what the actions are. The schema binds, but is not read by it.
    package var instructions: String {
        let list = tools.map {
            "- \($0.name): \($0.description) Arguments, as JSON Schema: \($0.parameters.text)"
        }
        return """
            Reply with one JSON object and nothing else. To answer the person: \
            {"action": "\(answerName)", "text": "your answer"}. To use a tool: {"action": "its name", "arguments": {…}}; \
            its result comes with the next message. The tools:
            \(list.joined(separator: "\n"))
            """
    }
}
