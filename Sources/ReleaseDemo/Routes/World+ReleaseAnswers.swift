import Foundation

/// `/api/v1/releases`
extension World {
    private struct AbortForm: Decodable { var abortComment: String? }

    private struct UpdateForm: Decodable {
        var title: String?
        var description: String?
        var owner: String?
        var scheduledStartDate: Date?
        var dueDate: Date?
        var flagStatus: String?
        var flagComment: String?
        var tags: [String]?
    }

    private struct Counts: Encodable {
        struct Bucket: Encodable {
            let total: Int
            let byStatus: [String: Int]
        }
        let live: Bucket
        let archived: Bucket
        let all: Bucket
    }

    private struct Overview: Encodable {
        let id: String
        let type = "xlrelease.Release"
        let title: String
        let status: ReleaseStatus
        let startDate: Date?
        let endDate: Date?
        let archived: Bool
        let kind = "RELEASE"
    }

    private struct FullSearch: Encodable {
        struct Page: Encodable {
            let releases: [Release]
            let page: Int
            let size: Int
        }
        let live: Page
        let archived: Page
    }

    mutating func answerReleases(_ call: Call) throws(Refusal) -> Answer {
        let withPhases = call.query["depth"] != "1"
        switch (call.method, call.id.isEmpty, call.action) {
        case ("GET", true, []):
            let open = ReleaseFilters(active: true, planned: true)
            return Answer(try call.page(of: search(open, for: call.account)).map { shown($0, withPhases: withPhases) })
        case ("GET", true, ["byTitle"]):
            let title = call.query["releaseTitle"]
            let found = search(ReleaseFilters(), for: call.account).filter { $0.title == title }
            return Answer(found.map { shown($0) })
        case ("POST", true, ["search"]):
            let found = search(try call.read(ReleaseFilters.self), for: call.account)
            return Answer(try call.page(of: found).map { shown($0, withPhases: withPhases) })
        case ("POST", true, ["search", "overview"]):
            let found = search(try call.read(ReleaseFilters.self), for: call.account)
            return Answer(
                try call.page(of: found).map {
                    Overview(
                        id: $0.id, title: $0.title, status: $0.status, startDate: $0.startDate, endDate: $0.endDate,
                        archived: false)
                })
        case ("POST", true, ["count"]): return Answer(try counts(call))
        case ("POST", true, ["fullSearch"]): return Answer(try fullSearch(call))
        case (_, true, _): throw .notFound(call.action.joined(separator: "/"))
        default: return try answerRelease(call, try find(call.id, for: call.account))
        }
    }

    private func counts(_ call: Call) throws(Refusal) -> Counts {
        var filters: ReleaseFilters = try call.read()
        func bucket(_ releases: [Release]) -> Counts.Bucket {
            Counts.Bucket(
                total: releases.count,
                byStatus: Dictionary(grouping: releases, by: \.status.rawValue).mapValues(\.count))
        }
        filters.onlyArchived = false
        let live = search(filters, for: call.account)
        filters.onlyArchived = true
        let old = search(filters, for: call.account)
        return Counts(live: bucket(live), archived: bucket(old), all: bucket(live + old))
    }

    private func fullSearch(_ call: Call) throws(Refusal) -> FullSearch {
        var filters: ReleaseFilters = try call.read()
        filters.onlyArchived = false
        let live = try call.page(of: search(filters, for: call.account))
        filters.onlyArchived = true
        let old = try call.page(of: search(filters, for: call.account))
        let page = Int(call.query["page"] ?? "") ?? 0
        return FullSearch(
            live: .init(releases: live.map { shown($0) }, page: page, size: live.count),
            archived: .init(releases: old.map { shown($0) }, page: page, size: old.count))
    }

    private mutating func answerRelease(_ call: Call, _ index: Int) throws(Refusal) -> Answer {
        let release = releases[index]
        let user = call.account.username
        switch (call.method, call.action) {
        case ("GET", ["variables"]), ("PUT", ["variables"]): return try answerVariables(call, index)
        case ("PUT", []) where call.id.contains("/Variable"): return try answerVariables(call, index)
        case ("GET", ["variableValues"]):
            let values = release.variables.map(\.masked).map { ("${\($0.key)}", $0.value ?? "") }
            return Answer(Dictionary(values, uniquingKeysWith: { first, _ in first }))
        case ("GET", []) where call.id.contains("/Variable"): return try answerVariables(call, index)
        case ("GET", []): return Answer(shown(release))
        case ("PUT", []): try update(call, index)
        case ("DELETE", []):
            try require("release#edit", call.account, release)
            guard release.status.isEnded else { throw .badRequest("Only ended releases can be deleted") }
            releases.remove(at: index)
            return .empty
        case ("GET", ["active-tasks"]): return Answer(release.tasks.filter(\.status.isActive))
        case ("GET", ["teams"]): return Answer(teams(of: release.folderId))
        case ("POST", ["start"]):
            try require("release#start", call.account, release)
            try start(index, by: user)
        case ("POST", ["abort"]):
            try require("release#abort", call.account, release)
            try abort(index, comment: try call.read(AbortForm.self).abortComment, by: user)
        case ("POST", ["resume"]):
            try require("release#start", call.account, release)
            try resume(index, by: user)
        case ("POST", ["restart"]): try restart(call, index)
        default: throw .notFound("\(call.id)/\(call.action.joined(separator: "/"))")
        }
        return Answer(shown(releases[index]))
    }

    private mutating func restart(_ call: Call, _ index: Int) throws(Refusal) {
        try require("release#restart", call.account, releases[index])
        let phase = call.query["fromPhaseId"]
        guard let from = releases[index].phases.firstIndex(where: { $0.id == phase }) ?? releases[index].activePhase
        else { throw .notFound(phase ?? "phase") }
        try restart(index, from: from, task: call.query["fromTaskId"], by: call.account.username)
        if call.query["resume"]?.lowercased() == "true" { try resume(index, by: call.account.username) }
    }

    private mutating func update(_ call: Call, _ index: Int) throws(Refusal) {
        try require("release#edit", call.account, releases[index])
        let form: UpdateForm = try call.read()
        if form.title?.isEmpty == true { throw .badRequest("Title must not be empty") }
        if let flag = form.flagStatus, !["OK", "ATTENTION_NEEDED", "AT_RISK"].contains(flag) {
            throw .badRequest("Unknown flag status '\(flag)'")
        }
        releases[index].title = form.title ?? releases[index].title
        releases[index].description = form.description ?? releases[index].description
        releases[index].owner = form.owner ?? releases[index].owner
        releases[index].scheduledStartDate = form.scheduledStartDate ?? releases[index].scheduledStartDate
        releases[index].dueDate = form.dueDate ?? releases[index].dueDate
        releases[index].flagStatus = form.flagStatus ?? releases[index].flagStatus
        releases[index].flagComment = form.flagComment ?? releases[index].flagComment
        releases[index].tags = form.tags ?? releases[index].tags
        note(index, call.account.username, "RELEASE_UPDATED", "Updated release", target: releases[index].id)
    }
}
