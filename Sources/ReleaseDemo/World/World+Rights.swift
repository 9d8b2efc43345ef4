import Foundation

/// Who may see and do what.
extension World {
    func account(named name: String) -> Account? { accounts.first { $0.username == name } }

    /// The teams of a folder and of those around it.
    func teams(of folder: String?) -> [Team] {
        guard let folder, let found = folders.first(where: { $0.id == folder }) else { return [] }
        return found.teams + teams(of: found.parent)
    }

    func permissions(of account: Account, in folder: String?) -> Set<String> {
        Set(
            teams(of: folder).filter { team in team.members.contains { $0.name == account.username } }
                .flatMap(\.permissions))
    }

    func allows(_ account: Account, _ permission: String, in folder: String?) -> Bool {
        account.isAdmin || permissions(of: account, in: folder).contains(permission)
    }

    func require(_ permission: String, _ account: Account, _ release: Release) throws(Refusal) {
        guard allows(account, permission, in: release.folderId) else { throw .forbidden(permission, on: release.id) }
    }

    /// A task is moved by its owner, by its team, and by those who may move any.
    func requireTransition(_ account: Account, _ task: ReleaseTask, of release: Release) throws(Refusal) {
        let isOfTeam = teams(of: release.folderId).contains { team in
            team.teamName == task.team && team.members.contains { $0.name == account.username }
        }
        if account.username == task.owner || isOfTeam { return }
        try require("release#task_transition", account, release)
    }

    /// Where a live release or template is, whether the id names its folders or only itself.
    func index(of id: String) -> Int? {
        let own = id.split(separator: "/").last { $0.hasPrefix("Release") }
        guard let own else { return nil }
        return releases.firstIndex { $0.id.hasSuffix("/\(own)") }
    }

    /// - Throws: 404 when there is none, 403 when the caller may not see it.
    func find(_ id: String, for account: Account) throws(Refusal) -> Int {
        guard let index = index(of: id) else { throw .notFound(id) }
        let release = releases[index]
        try require(release.status == .template ? "template#view" : "release#view", account, release)
        return index
    }

    /// Where a task is.
    func findTask(_ id: String, for account: Account) throws(Refusal) -> (release: Int, phase: Int, task: Int) {
        let release = try find(id, for: account)
        let own = id.split(separator: "/").last.map { "/\($0)" } ?? id
        for (phase, value) in releases[release].phases.enumerated() {
            if let task = value.tasks.firstIndex(where: { $0.id.hasSuffix(own) }) { return (release, phase, task) }
        }
        throw .notFound(id)
    }

    func findPhase(_ id: String, for account: Account) throws(Refusal) -> (release: Int, phase: Int) {
        let release = try find(id, for: account)
        let own = id.split(separator: "/").last.map { "/\($0)" } ?? id
        guard let phase = releases[release].phases.firstIndex(where: { $0.id.hasSuffix(own) }) else {
            throw .notFound(id)
        }
        return (release, phase)
    }
}
