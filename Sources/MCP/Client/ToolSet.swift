import JSONValues
import Logging

/// The tools of a server, as far as they can be used.
struct ToolSet: Sendable {
    private(set) var definitions: [ToolDefinition] = []
    private(set) var parameterHeaders: [String: ParameterHeaders] = [:]
    /// Tools that the server lists and nobody may use, with the reason.
    private(set) var rejected: [String: String] = [:]
    private var byName: [String: ToolDefinition] = [:]

    subscript(_ name: String) -> ToolDefinition? { byName[name] }

    /// - Parameter isHTTP: there, a tool whose parameters cannot be headers must not be used.
    mutating func add(_ json: JSON, isHTTP: Bool) {
        let name = String((json["name"]?.string ?? "without a name").prefix(128))
        do {
            let definition = try ToolDefinition(json)
            let headers = isHTTP ? try ParameterHeaders(schema: definition.inputSchema) : .none
            guard byName[name] == nil else { throw ShapeError("another has the same name") }
            byName[name] = definition
            parameterHeaders[name] = headers
            definitions.append(definition)
        } catch {
            // The first of a name stays.
            if byName[name] == nil { rejected[name] = "\(error)" }
        }
    }
}

extension Connection {
    /// All pages of `tools/list`.
    func tools(atMost limit: Int, logger: Logger) async throws -> ToolSet {
        var tools = ToolSet()
        var cursors: Set<String> = []
        var params: JSON = [:]
        while true {
            let page = try await request(Method.listTools, params)
            guard let list = page["tools"]?.array else {
                throw MCPError(.protocolViolation, "the MCP server \(name) answered without a list of tools")
            }
            for tool in list.prefix(limit - tools.definitions.count) { tools.add(tool, isHTTP: isHTTP) }
            // Present is what counts: an empty cursor is one too.
            guard let cursor = page["nextCursor"]?.string else { break }
            guard tools.definitions.count < limit else {
                logger.warning("an MCP server has more tools than are used", metadata: ["server": "\(name)"])
                break
            }
            guard cursors.insert(cursor).inserted, cursors.count < 1000 else {
                throw MCPError(.protocolViolation, "the list of tools of the MCP server \(name) does not end")
            }
            params = ["cursor": .string(cursor)]
        }
        for (tool, reason) in tools.rejected {
            logger.warning(
                "a tool cannot be used", metadata: ["server": "\(name)", "tool": "\(tool)", "reason": "\(reason)"])
        }
        return tools
    }
}
