import Foundation

/// A folder that goes with its value.
package final class TemporaryFolder: Sendable {
    package let path = "/tmp/reva-files-\(UUID().uuidString.prefix(13))"

    package init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Hidden ones too, sorted.
    package func names(in folder: String = "") -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)").sorted()) ?? []
    }

    package func write(_ name: String, _ text: String, mode: Int = 0o644) throws {
        let place = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: URL(filePath: place).deletingLastPathComponent().path, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: place))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: place)
    }

    package func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }

    package func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.posixPermissions] as? Int
    }

    package func owner(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.ownerAccountID] as? Int
    }
}
