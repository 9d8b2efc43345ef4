import Foundation

/// `/api/v1/templates` and `/api/v1/folders`
extension World {
    private struct CreateForm: Decodable {
        var releaseTitle: String?
        var folderId: String?
        var variables: [String: String]?
        var releaseVariables: [String: String]?
        var scheduledStartDate: Date?
        var dueDate: Date?
        var owner: String?
        var autoStart: Bool?

        /// Keys come as `name` and, in the older form, as `${name}`.
        var values: [String: String] {
            let all = (variables ?? [:]).merging(releaseVariables ?? [:]) { first, _ in first }
            return Dictionary(
                all.map { key, value in (key.hasPrefix("${") ? String(key.dropFirst(2).dropLast()) : key, value) },
                uniquingKeysWith: { first, _ in first })
        }
    }

    private struct FolderView: Encodable {
        let id: String
        let type = "xlrelease.Folder"
        let title: String
        let children: [FolderView]
    }

    mutating func answerTemplates(_ call: Call) throws(Refusal) -> Answer {
        if call.id.isEmpty, call.method == "GET" { return Answer(try call.page(of: templates(call, in: nil))) }
        let index = try find(call.id, for: call.account)
        guard releases[index].status == .template else { throw .notFound(call.id) }
        switch (call.method, call.action) {
        case ("GET", []): return Answer(shown(releases[index]))
        case ("GET", ["variables"]): return Answer(releases[index].variables.map(\.masked))
        case ("GET", ["teams"]): return Answer(teams(of: releases[index].folderId))
        case ("POST", ["create"]), ("POST", ["start"]):
            return Answer(shown(releases[try create(call, from: index)]))
        default: throw .notFound("\(call.id)/\(call.action.joined(separator: "/"))")
        }
    }

    private mutating func create(_ call: Call, from index: Int) throws(Refusal) -> Int {
        try require("template#create_release", call.account, releases[index])
        let form: CreateForm = try call.read()
        guard let title = form.releaseTitle, !title.isEmpty else { throw .badRequest("releaseTitle must not be empty") }
        let made = try create(
            from: index, title: title, folder: form.folderId, values: form.values,
            owner: form.owner ?? call.account.username, by: call.account.username)
        releases[made].scheduledStartDate = form.scheduledStartDate
        releases[made].dueDate = form.dueDate
        releases[made].autoStart = form.autoStart ?? false
        if call.action == ["start"] { try start(made, by: call.account.username) }
        return made
    }

    private func templates(_ call: Call, in folder: String?) -> [Release] {
        releases.filter { release in
            release.status == .template && allows(call.account, "template#view", in: release.folderId)
                && (folder == nil || release.folderId == folder)
                && (call.query["title"].map { release.title.localizedCaseInsensitiveContains($0) } ?? true)
                && (call.query["tag"].map(release.tags.contains) ?? true)
        }
        .map { shown($0, withPhases: call.query["depth"] != "1") }
    }

    func answerFolders(_ call: Call) throws(Refusal) -> Answer {
        let depth = Int(call.query["depth"] ?? "") ?? 1
        switch (call.method, call.id.isEmpty, call.action) {
        case ("GET", true, ["list"]): return Answer(try call.page(of: children(of: nil, depth, call.account)))
        case ("GET", true, ["find"]):
            let path = call.query["byPath"] ?? call.query["path"] ?? ""
            guard let folder = folders.first(where: { self.path(of: $0) == path }) else { throw .notFound(path) }
            return Answer(view(folder, depth, call.account))
        case (_, true, _): throw .notFound(call.action.joined(separator: "/"))
        default: break
        }
        guard let folder = folders.first(where: { $0.id == call.id }) else { throw .notFound(call.id) }
        guard allows(call.account, "release#view", in: folder.id) else {
            throw .forbidden("folder#view", on: folder.id)
        }
        switch (call.method, call.action) {
        case ("GET", []): return Answer(view(folder, depth, call.account))
        case ("GET", ["list"]): return Answer(try call.page(of: children(of: folder.id, depth, call.account)))
        case ("GET", ["templates"]): return Answer(try call.page(of: templates(call, in: folder.id)))
        case ("GET", ["teams"]): return Answer(teams(of: folder.id))
        case ("POST", ["releases"]):
            var filters: ReleaseFilters = try call.read()
            filters.parentId = folder.id
            return Answer(try call.page(of: search(filters, for: call.account)).map { shown($0) })
        default: throw .notFound("\(call.id)/\(call.action.joined(separator: "/"))")
        }
    }

    private func path(of folder: Folder) -> String {
        guard let parent = folders.first(where: { $0.id == folder.parent }) else { return folder.title }
        return "\(path(of: parent))/\(folder.title)"
    }

    private func view(_ folder: Folder, _ depth: Int, _ account: Account) -> FolderView {
        FolderView(
            id: folder.id, title: folder.title,
            children: depth > 0 ? children(of: folder.id, depth - 1, account) : [])
    }

    private func children(of parent: String?, _ depth: Int, _ account: Account) -> [FolderView] {
        folders.filter { $0.parent == parent && allows(account, "release#view", in: $0.id) }
            .map { view($0, depth, account) }
    }
}
