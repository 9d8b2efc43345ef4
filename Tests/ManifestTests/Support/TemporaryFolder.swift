import Foundation
import SystemPackage

/// A folder that goes with its value.
final class TemporaryFolder: Sendable {
    let path = FilePath("/tmp/reva-manifests-\(UUID().uuidString.prefix(13))")

    init() throws {
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path.string) }

    func text(_ name: String) throws -> String {
        try String(contentsOfFile: path.pushing(FilePath(name)).string, encoding: .utf8)
    }

    func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path.pushing(FilePath(name)).string)[.posixPermissions] as? Int
    }
}
