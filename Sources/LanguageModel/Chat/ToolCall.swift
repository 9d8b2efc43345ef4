import Foundation
import JSONValues

/// What the model asks for. The name may be of no tool, and the arguments may fit no schema: the caller checks both.
package struct ToolCall: Sendable, Hashable {
    package enum Arguments: Sendable, Hashable {
        case object([String: JSON])
        /// What the model wrote is not a JSON object: tell it so, there is nothing to call with.
        case malformed(String)
    }

    /// Unique within its reply.
    package let id: String
    package let name: String
    package let arguments: Arguments

    package init(id: String, name: String, arguments: Arguments) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }

    package init(id: String, name: String, arguments: [String: JSON]) {
        self.init(id: id, name: name, arguments: .object(arguments))
    }

    /// Arguments as OpenAI's protocol has them: a text that should be an object.
    init(id: String, name: String, text: String) {
        if text.isEmpty {
            self.init(id: id, name: name, arguments: [:])
        } else if let object = try? JSON(parsing: text).object {
            self.init(id: id, name: name, arguments: object)
        } else {
            self.init(id: id, name: name, arguments: .malformed(text))
        }
    }

    /// For sending the call back as part of the conversation. Servers refuse arguments that are no object, so a
    /// malformed text is wrapped in one: the model sees what it wrote.
    var argumentsObject: JSON {
        switch arguments {
        case .object(let members): .object(members)
        case .malformed(let text): ["malformed": .string(text)]
        }
    }

    /// UTF-8 bytes.
    var size: Int { name.utf8.count + argumentsObject.text.utf8.count }
}
