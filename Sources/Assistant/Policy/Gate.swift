/// Whether a call the model asks for runs, or a person is asked first. Nothing that a tool said has a part in it.
struct Gate: Sendable {
    enum Verdict: Sendable, Hashable {
        case run
        case ask(Effect, Approvers, isChangedTool: Bool)
    }

    let policy: ToolPolicy
    let known: KnownTools

    func verdict(on tool: OfferedTool, _ notebook: Notebook) async -> Verdict {
        let isKnown = await known.isKnown(tool.definition, at: tool.server, notebook)
        var effect = tool.effect
        // That it only reads is its own word, and was of the tool that it was before: a person has to look at it anew.
        if !isKnown, effect == .read, policy.said(of: tool.definition.name, at: tool.server) == nil { effect = .write }
        if effect == .read { return .run }
        let approvers = policy.approvers(of: tool.definition.name, at: tool.server, effect: effect)
        return .ask(effect, approvers, isChangedTool: !isKnown)
    }
}
