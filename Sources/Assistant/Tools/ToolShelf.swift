import MCP

/// What the servers offer now.
struct ToolShelf: Sendable {
    /// In the order of the servers, and within one in its own.
    private(set) var tools: [OfferedTool] = []
    /// Servers that did not list their tools, each with the reason.
    private(set) var absent: [(server: String, reason: String)] = []

    subscript(_ name: String) -> OfferedTool? { tools.first { $0.name == name } }

    /// Asks all servers side by side; what they said before they need not say again.
    static func gather(from servers: [MCPClient], by policy: ToolPolicy) async -> ToolShelf {
        let lists = await withTaskGroup(of: (Int, Result<[ToolDefinition], any Error>).self) { group in
            for (index, client) in servers.enumerated() {
                group.addTask {
                    do { return (index, .success(try await client.tools())) } catch { return (index, .failure(error)) }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        var shelf = ToolShelf()
        for (index, client) in servers.enumerated() {
            switch lists[index] {
            case .success(let definitions): shelf.add(definitions, of: client, by: policy)
            case .failure(let error): shelf.absent.append((client.name, "\(error)"))
            case nil: break
            }
        }
        return shelf
    }

    private mutating func add(_ definitions: [ToolDefinition], of client: MCPClient, by policy: ToolPolicy) {
        for definition in definitions {
            let effect = policy.effect(of: definition, at: client.name)
            let name = OfferedTool.name(client.name, definition.name)
            // Of two names that the model could not tell apart the first stays.
            guard effect != .hidden, self[name] == nil else { continue }
            tools.append(OfferedTool(client: client, definition: definition, effect: effect, name: name))
        }
    }
}
