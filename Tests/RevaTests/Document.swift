import Foundation
import Testing

/// A document of the project, as its tests read it.
struct Document: Sendable, CustomTestStringConvertible {
    /// From the project's root.
    let path: String

    init(_ path: String) { self.path = path }

    var url: URL { Self.root.appending(path: path) }
    var testDescription: String { path }

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// What users are told to type stands in these.
    static let withCommands = [Document("README.md")] + inDocs

    static let all =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].map { Document($0) } + inDocs

    private static let inDocs: [Document] = {
        // A folder that cannot be read gives no documents, and the test that looks for commands fails.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "docs").path)) ?? []
        return names.filter { $0.hasSuffix(".md") }.sorted().map { Document("docs/\($0)") }
    }()

    func text() throws -> String { try String(contentsOf: url, encoding: .utf8) }

    struct Line {
        let number: Int
        let text: String
    }

    /// The lines of fenced code blocks that begin with `reva `, a prompt before it or not.
    func commandLines() throws -> [Line] {
        var isCode = false
        var lines: [Line] = []
        for (index, raw) in try text().split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = raw.trimmingPrefix(while: \.isWhitespace)
            if line.hasPrefix("```") {
                isCode.toggle()
            } else if isCode, line.hasPrefix("reva ") || line.hasPrefix("$ reva ") {
                // What the program prints is indented, and so are blocks inside of lists: neither is left out.
                lines.append(Line(number: index + 1, text: String(line)))
            }
        }
        return lines
    }

    struct NoTable: Error, CustomStringConvertible {
        let description: String
    }

    /// The cells of the table with this head, row by row.
    func table(under head: [String]) throws -> [[String]] {
        let lines = try text().split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.firstIndex(where: { Self.cells(of: $0) == head }) else {
            throw NoTable(description: "\(path) has no table with the head \(head)")
        }
        return lines[(first + 2)...].prefix { $0.hasPrefix("|") }.map(Self.cells)
    }

    private static func cells(of line: Substring) -> [String] {
        guard line.hasPrefix("|"), line.hasSuffix("|"), line.count > 1 else { return [] }
        return line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
