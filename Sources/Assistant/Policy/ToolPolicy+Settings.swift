import JSONValues

extension ToolPolicy {
    /// Reads what docs/assistant.md describes. A word that nobody knows is an error: it may have been meant to forbid
    /// something.
    package init(_ json: JSON) throws(PolicyError) {
        self.init()
        let members = try Self.members(of: json, at: "", known: ["write", "destructive", "servers"])
        if let value = members["write"] { writeApprovers = try Self.approvers(value, at: "write") }
        if let value = members["destructive"] { destructiveApprovers = try Self.approvers(value, at: "destructive") }
        for (name, value) in try Self.members(of: members["servers"] ?? [:], at: "servers") {
            servers[name] = try Self.server(value, at: "servers.\(name)")
        }
    }

    private static func server(_ json: JSON, at place: String) throws(PolicyError) -> ServerRules {
        var rules = ServerRules()
        let members = try members(of: json, at: place, known: ["annotations", "tools"])
        switch members["annotations"] {
        case nil, "believe": break
        case "ignore": rules.believesAnnotations = false
        default: throw wrong("\(place).annotations", "believe or ignore")
        }
        for (name, value) in try Self.members(of: members["tools"] ?? [:], at: "\(place).tools") {
            let place = "\(place).tools.\(name)"
            let members = try Self.members(of: value, at: place, known: ["effect", "approvers"])
            var rule = Rule()
            if let value = members["effect"] {
                guard let effect = value.string.flatMap(Effect.init) else {
                    throw wrong("\(place).effect", Effect.allCases.map(\.rawValue).joined(separator: ", "))
                }
                rule.effect = effect
            }
            if let value = members["approvers"] { rule.approvers = try approvers(value, at: "\(place).approvers") }
            rules.tools[name] = rule
        }
        return rules
    }

    private static func approvers(_ json: JSON, at place: String) throws(PolicyError) -> Approvers {
        if let word = json.string, !word.hasPrefix("people:"), let approvers = Approvers(word) { return approvers }
        let ids = json.array?.compactMap(\.string) ?? []
        guard !ids.isEmpty, ids.count == json.array?.count, !ids.contains(where: { $0.contains(",") }) else {
            throw wrong(place, "requester, anyone, others, or a list of people's ids")
        }
        return .people(Set(ids))
    }

    private static func members(
        of json: JSON, at place: String, known: Set<String>? = nil
    ) throws(PolicyError) -> [String: JSON] {
        guard let members = json.object else { throw wrong(place.isEmpty ? "the whole" : place, "names with values") }
        if let known, let other = members.keys.filter({ !known.contains($0) }).min() {
            throw wrong(place.isEmpty ? other : "\(place).\(other)", "one of \(known.sorted().joined(separator: ", "))")
        }
        return members
    }

    private static func wrong(_ place: String, _ wanted: String) -> PolicyError {
        PolicyError(
            summary: "the policy for tools is wrong at \(place): it must be \(wanted)",
            hints: ["docs/assistant.md shows one"])
    }
}
