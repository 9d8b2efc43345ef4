import Foundation

/// One call's way to Release: by the caller's rights, and within the folders of the policy.
///
/// Release finds things by the last part of an id. So where folders are restricted, the id that a caller gives proves
/// nothing: the thing is read first, and the id that Release gives it decides.
struct Session: Sendable {
    let client: ReleaseClient
    let credential: Credential
    let scope: FolderScope

    func read<Value: Decodable & Sendable>(_ request: ReleaseRequest) async throws -> Value {
        try await client.read(request, as: credential)
    }

    func send(_ request: ReleaseRequest) async throws {
        try await client.send(request, as: credential)
    }

    /// A release, also an archived one.
    func release(_ id: ItemID) async throws -> Release {
        let release: Release
        do {
            release = try await read(.get("releases/\(id.path)"))
        } catch let error as ReleaseError where error.reason == .notFound {
            guard let archived: Release = try? await read(.get("releases/archived/\(id.path)")) else { throw error }
            release = archived
        }
        try await require(release)
        return release
    }

    func template(_ id: ItemID) async throws -> Release {
        let template: Release = try await read(.get("templates/\(id.path)"))
        try await require(template)
        return template
    }

    func task(_ id: ItemID) async throws -> ReleaseTask {
        let task: ReleaseTask = try await read(.get("tasks/\(id.path)"))
        try await require(task.id)
        return task
    }

    func phase(_ id: ItemID) async throws -> Phase {
        let phase: Phase = try await read(.get("phases/\(id.path)"))
        try await require(phase.id)
        return phase
    }

    /// The path by which a thing may be changed.
    func allowed(_ id: ItemID, _ kind: ItemID.Kind) async throws -> String {
        if scope.isOpen { return id.path }
        switch kind {
        case .task: return try await task(id).id
        case .phase: return try await phase(id).id
        default: return try await release(id).id
        }
    }

    func require(_ release: Release) async throws {
        // A release that lies in an allowed folder has that folder in its id, or named beside it.
        if scope.isOpen { return }
        let place = release.folder.map { "\($0)/" } ?? release.id
        try await require(place)
    }

    func require(_ id: String) async throws {
        guard try await isAllowed(id) else {
            throw ReleaseError(
                .notAllowed, "this server's settings do not allow anything outside of its folders",
                hints: ["list_folders shows which there are"])
        }
    }

    func isAllowed(_ id: String) async throws -> Bool {
        if scope.isOpen { return true }
        return try await scope.ids(client, as: credential).contains { "\(id)/".hasPrefix("\($0)/") }
    }

    /// Those of them that may be seen.
    func allowed(_ releases: [Release]) async throws -> [Release] {
        if scope.isOpen { return releases }
        let folders = try await scope.ids(client, as: credential)
        return releases.filter { release in
            folders.contains { "\(release.folder ?? release.id)/".hasPrefix("\($0)/") }
        }
    }
}
