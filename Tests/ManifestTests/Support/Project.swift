import Foundation

/// The source tree.
enum Project {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ name: String) throws -> String {
        try String(contentsOf: root.appending(path: name), encoding: .utf8)
    }

    /// Every file below a folder, from the root.
    static func files(below folder: String) throws -> Set<String> {
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
        return Set(
            names.map { "\(folder)/\($0)" }.filter {
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: root.appending(path: $0).path, isDirectory: &isFolder)
                    && !isFolder.boolValue
            })
    }
}
