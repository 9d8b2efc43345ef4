import MCP

/// What each tool may do, and who has to say yes to it.
///
/// The settings come first: of the rules for a tool, for all tools of its server (`*`) and for all servers, the nearest
/// that says something counts. What they leave open the tool's annotations say, unless they are not believed. What
/// nobody says is a change.
package struct ToolPolicy: Sendable, Hashable {
    package struct Rule: Sendable, Hashable {
        package var effect: Effect?
        package var approvers: Approvers?

        package init(effect: Effect? = nil, approvers: Approvers? = nil) {
            self.effect = effect
            self.approvers = approvers
        }
    }

    package struct ServerRules: Sendable, Hashable {
        /// Whether the server's own words on its tools count where the rules say nothing.
        package var believesAnnotations: Bool
        /// By the tool's name; `*` is all of them.
        package var tools: [String: Rule]

        package init(believesAnnotations: Bool = true, tools: [String: Rule] = [:]) {
            self.believesAnnotations = believesAnnotations
            self.tools = tools
        }
    }

    /// By the server's name.
    package var servers: [String: ServerRules]
    /// Of writing and of destructive tools, where no rule names any.
    package var writeApprovers: Approvers
    package var destructiveApprovers: Approvers

    package init(
        servers: [String: ServerRules] = [:], writeApprovers: Approvers = .requester,
        destructiveApprovers: Approvers = .requester
    ) {
        self.servers = servers
        self.writeApprovers = writeApprovers
        self.destructiveApprovers = destructiveApprovers
    }

    package func effect(of tool: ToolDefinition, at server: String) -> Effect {
        if let effect = said(of: tool.name, at: server) { return effect }
        guard servers[server]?.believesAnnotations ?? true else { return .write }
        return Self.effect(of: tool.annotations)
    }

    /// What the settings say, whatever the tool says of itself; nil where they say nothing.
    package func said(of tool: String, at server: String) -> Effect? { rule(of: tool, at: server, \.effect) }

    package func approvers(of tool: String, at server: String, effect: Effect) -> Approvers {
        rule(of: tool, at: server, \.approvers) ?? (effect == .destructive ? destructiveApprovers : writeApprovers)
    }

    private func rule<Value>(of tool: String, at server: String, _ value: KeyPath<Rule, Value?>) -> Value? {
        let rules = servers[server]?.tools ?? [:]
        return rules[tool]?[keyPath: value] ?? rules["*"]?[keyPath: value]
    }

    /// The protocol reads silence on reading as "it writes", and silence on destroying as "it destroys" only where the
    /// tool says that it writes; who says nothing at all is taken for a change, not for the worst.
    private static func effect(of annotations: ToolAnnotations) -> Effect {
        if annotations.isReadOnly == true { return annotations.isDestructive == true ? .destructive : .read }
        return annotations.isDestructive == true ? .destructive : .write
    }
}
