import Foundation
import PostgresTesting
import SystemPackage

/// A folder that goes with its value.
final class TemporaryFolder: Sendable {
    let path: FilePath

    init() throws {
        path = TestFolder.unused()
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path.string) }

    /// Hidden files too, sorted.
    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path.string).sorted()) ?? [] }

    func write(_ name: String, _ bytes: Data) throws {
        try bytes.write(to: URL(filePath: path.appending(name).string))
    }

    func data(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: path.appending(name).string)) }
}
