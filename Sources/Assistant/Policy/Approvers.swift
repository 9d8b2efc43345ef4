/// Who may approve a call.
package enum Approvers: Sendable, Hashable {
    /// Whoever asked for it.
    case requester
    /// Everybody in the conversation.
    case anyone
    /// Everybody in the conversation but whoever asked for it: four eyes.
    case others
    /// These, by the ids that the channel knows them by.
    case people(Set<String>)

    package func include(_ person: String, requester: String) -> Bool {
        switch self {
        case .requester: person == requester
        case .anyone: true
        case .others: person != requester
        case .people(let ids): ids.contains(person)
        }
    }
}

extension Approvers: CustomStringConvertible {
    /// As settings write it and tickets keep it.
    package var description: String {
        switch self {
        case .requester: "requester"
        case .anyone: "anyone"
        case .others: "others"
        case .people(let ids): "people:" + ids.sorted().joined(separator: ",")
        }
    }

    /// Nil for what is none: then nobody may.
    package init?(_ text: String) {
        switch text {
        case "requester": self = .requester
        case "anyone": self = .anyone
        case "others": self = .others
        default:
            guard text.hasPrefix("people:") else { return nil }
            let ids = text.dropFirst("people:".count).split(separator: ",").map(String.init)
            guard !ids.isEmpty else { return nil }
            self = .people(Set(ids))
        }
    }
}
