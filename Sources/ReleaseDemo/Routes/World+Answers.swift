import Foundation

/// The REST API v1: what each request reads or changes. Paths and shapes are those of the product.
extension World {
    mutating func answer(_ call: Call) throws(Refusal) -> Answer {
        switch call.resource {
        case "releases": try answerReleases(call)
        case "archived": try answerArchived(call)
        case "tasks": try answerTasks(call)
        case "phases": try answerPhases(call)
        case "templates": try answerTemplates(call)
        case "folders": try answerFolders(call)
        case "activities": try answerActivity(call)
        case "risks": try answerRisks(call)
        case "users": try answerUsers(call)
        default: throw Refusal.notFound(call.resource)
        }
    }

    private func answerArchived(_ call: Call) throws(Refusal) -> Answer {
        guard let release = archived.first(where: { $0.id == call.id }), call.method == "GET" else {
            throw .notFound(call.id)
        }
        try require("release#view", call.account, release)
        return Answer(shown(release))
    }

    private func answerActivity(_ call: Call) throws(Refusal) -> Answer {
        let release = releases[try find(call.id, for: call.account)]
        let entries = activity[release.id] ?? []
        let own = call.id.split(separator: "/").last.map(String.init) ?? ""
        return Answer(own.hasPrefix("Release") ? entries : entries.filter { $0.targetId.hasSuffix("/\(own)") })
    }

    private func answerRisks(_ call: Call) throws(Refusal) -> Answer {
        if call.action == ["config"] {
            return Answer(
                [
                    "type": .text("xlrelease.RiskGlobalThresholds"), "atRiskFrom": .number(70),
                    "attentionNeededFrom": .number(30),
                ] as [String: Plain])
        }
        guard call.id.hasSuffix("/Risk") else { throw .notFound(call.id) }
        return Answer(releases[try find(String(call.id.dropLast(5)), for: call.account)].risk(at: now))
    }

    private func answerUsers(_ call: Call) throws(Refusal) -> Answer {
        if let name = call.action.first {
            guard let account = account(named: name) else { throw .notFound(name) }
            return Answer(account)
        }
        let found = accounts.filter { account in
            (call.query["fullName"].map { account.fullName.localizedCaseInsensitiveContains($0) } ?? true)
                && (call.query["email"].map { account.email.localizedCaseInsensitiveContains($0) } ?? true)
        }
        return Answer(try call.page(of: found))
    }

    /// A release as the API shows it: without the values of passwords.
    func shown(_ release: Release, withPhases: Bool = true) -> Release {
        var copy = release
        copy.variables = release.variables.map(\.masked)
        if !withPhases { copy.phases = [] }
        return copy
    }
}

/// A value of JSON that has no type of its own.
enum Plain: Encodable, Sendable {
    case text(String)
    case number(Int)

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        }
    }
}
