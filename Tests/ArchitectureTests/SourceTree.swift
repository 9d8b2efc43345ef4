import Foundation

/// The project's sources, as a test sees them.
enum SourceTree {
    struct File {
        /// From the project's root.
        let path: String
        func text() throws -> String { try String(contentsOf: root.appending(path: path), encoding: .utf8) }
    }

    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The folders in Sources, sorted.
    static func targets() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path)
            .filter { !$0.hasPrefix(".") }.sorted()
    }

    /// Empty for a module of C.
    static func swiftFiles(of target: String) throws -> [File] {
        let folder = root.appending(path: "Sources/\(target)")
        guard let paths = FileManager.default.enumerator(atPath: folder.path) else {
            throw Unreadable(description: "\(folder.path) cannot be read")
        }
        return paths.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted()
            .map { File(path: "Sources/\(target)/\($0)") }
    }

    /// The first and the third column of the table in ARCHITECTURE.md.
    static func architectureTable() throws -> [(String, Set<String>)] {
        let lines = try File(path: "ARCHITECTURE.md").text().split(separator: "\n", omittingEmptySubsequences: false)
        guard let head = lines.firstIndex(where: { $0.hasPrefix("| target | is | may import |") }) else {
            throw Unreadable(description: "ARCHITECTURE.md has no table of targets")
        }
        var rows: [(String, Set<String>)] = []
        for line in lines[(head + 2)...].prefix(while: { $0.hasPrefix("|") }) {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 4 else {
                throw Unreadable(description: "a line of the table in ARCHITECTURE.md has not four cells: \(line)")
            }
            let modules = cells[2].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            // Several targets may share a line.
            for name in cells[0].split(separator: ",").map({ $0.trimmingCharacters(in: .whitespaces) }) {
                rows.append((name, Set(modules).subtracting(["-"])))
            }
        }
        return rows
    }
}
