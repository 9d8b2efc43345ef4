import Foundation

/// What a search may ask for: the filters of the API, in its newer form and in the one with a boolean for each state.
struct ReleaseFilters: Decodable, Sendable {
    var title: String?
    var tags: [String]?
    var taskTags: [String]?
    var statuses: [String]?
    var onlyMine: Bool?
    var onlyFlagged: Bool?
    var onlyArchived: Bool?
    var parentId: String?
    var from: Date?
    var to: Date?
    var orderBy: String?
    var orderDirection: String?
    var active: Bool?
    var planned: Bool?
    var inProgress: Bool?
    var paused: Bool?
    var failing: Bool?
    var failed: Bool?
    var inactive: Bool?
    var completed: Bool?
    var aborted: Bool?

    /// Nil is every state.
    var wanted: Set<ReleaseStatus>? {
        var wanted = Set((statuses ?? []).compactMap { ReleaseStatus(rawValue: $0.uppercased()) })
        let single: [(Bool?, ReleaseStatus)] = [
            (planned, .planned), (inProgress, .inProgress), (paused, .paused), (failing, .failing), (failed, .failed),
            (completed, .completed), (aborted, .aborted),
        ]
        wanted.formUnion(single.filter { $0.0 == true }.map(\.1))
        if active == true { wanted.formUnion(ReleaseStatus.allCases.filter(\.isActive)) }
        if inactive == true { wanted.formUnion(ReleaseStatus.allCases.filter(\.isEnded)) }
        return wanted.isEmpty ? nil : wanted
    }
}

extension World {
    /// Releases that the caller may see, never templates.
    func search(_ filters: ReleaseFilters, for account: Account) -> [Release] {
        let wanted = filters.wanted
        let found = (filters.onlyArchived == true ? archived : releases).filter { release in
            release.status != .template && (wanted?.contains(release.status) ?? true)
                && allows(account, "release#view", in: release.folderId)
                && matches(release, filters, account)
        }
        return Self.sorted(found, by: filters.orderBy, descending: filters.orderDirection?.lowercased() == "desc", now)
    }

    private func matches(_ release: Release, _ filters: ReleaseFilters, _ account: Account) -> Bool {
        if let title = filters.title, !title.isEmpty, !release.title.localizedCaseInsensitiveContains(title) {
            return false
        }
        if let tags = filters.tags, !Set(tags).isSubset(of: release.tags) { return false }
        if let tags = filters.taskTags, !Set(tags).isSubset(of: release.tasks.flatMap(\.tags)) { return false }
        if filters.onlyMine == true, release.owner != account.username { return false }
        if filters.onlyFlagged == true, release.flagStatus == "OK" { return false }
        if let parent = filters.parentId, release.folderId.map({ "\($0)/".hasPrefix("\(parent)/") }) != true {
            return false
        }
        let begins = release.startDate ?? release.scheduledStartDate ?? now
        let ends = release.endDate ?? release.dueDate ?? .distantFuture
        return ends >= filters.from ?? .distantPast && begins <= filters.to ?? .distantFuture
    }

    private static func sorted(
        _ releases: [Release], by order: String?, descending: Bool, _ now: Date
    ) -> [Release] {
        let ascending = releases.sorted { first, second in
            switch order?.lowercased() {
            case "title": first.title < second.title
            case "end_date": (first.endDate ?? first.dueDate ?? now) < (second.endDate ?? second.dueDate ?? now)
            case "risk": first.risk(at: now).score < second.risk(at: now).score
            default: (first.startDate ?? now, first.id) < (second.startDate ?? now, second.id)
            }
        }
        return descending ? ascending.reversed() : ascending
    }
}
