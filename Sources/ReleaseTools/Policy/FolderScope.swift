import Foundation
import Synchronization

/// The folders that tools may touch, as ids. Paths are looked up once, when they are first needed.
final class FolderScope: Sendable {
    private let named: [String]
    private let found = Mutex<[String: String]>([:])

    init(_ folders: [String]) { named = folders }

    /// Whether every folder may be touched.
    var isOpen: Bool { named.isEmpty }

    /// - Throws: when a folder of the settings cannot be found: then nothing is allowed.
    func ids(_ client: ReleaseClient, as credential: Credential) async throws -> [String] {
        var ids: [String] = []
        for name in named {
            if let id = found.withLock({ $0[name] }) {
                ids.append(id)
                continue
            }
            let id: String
            if let given = try? ItemID(name, .folder) {
                id = given.path
            } else {
                do {
                    id = try await client.read(
                        .get("folders/find", [("byPath", name)]), as: credential, Folder.self
                    ).id
                } catch let error as ReleaseError where error.reason == .notFound {
                    throw ReleaseError(
                        .notAllowed, "the folder \(name) of this server's settings is not in Release",
                        hints: ["tell whoever runs this server"])
                }
            }
            found.withLock { $0[name] = id }
            ids.append(id)
        }
        return ids
    }
}
