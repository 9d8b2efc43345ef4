import LanguageModel
import MCP

/// A tool of an MCP server, as the model may ask for it.
struct OfferedTool: Sendable {
    let client: MCPClient
    let definition: ToolDefinition
    /// By the policy; never `hidden`.
    let effect: Effect
    /// What the model calls it: letters, digits, `_` and `-`, at most 64, as the narrowest protocol has it.
    let name: String

    var server: String { client.name }

    /// For the model.
    var wire: LanguageModel.Tool {
        var description = definition.description ?? definition.title ?? definition.name
        if effect != .read { description += " Changes something: a person is asked first." }
        return Tool(name: name, description: description, parameters: definition.inputSchema)
    }

    static func name(_ server: String, _ tool: String) -> String {
        let allowed = "\(server)__\(tool)".unicodeScalars.map { scalar -> Character in
            let isAllowed = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            return isAllowed || scalar == "_" || scalar == "-" ? Character(scalar) : "_"
        }
        return String(allowed.prefix(64))
    }
}
