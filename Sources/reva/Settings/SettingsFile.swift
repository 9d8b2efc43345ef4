import Configuration
import Foundation
import SystemPackage
import Yams

/// reva.yaml, as it lies there.
struct SettingsFile {
    /// Nil where it says nothing.
    let provider: (any ConfigProvider)?
    /// What it says to nobody, a sentence each: misspelt keys, and lists where one value is meant.
    ///
    /// It is told and passed over rather than refused: a backup must restore also beside the settings of a newer version.
    let unread: [String]

    /// - Throws: `CommandError` when it is not there, no YAML, or no mapping.
    init(_ path: String) async throws {
        do {
            guard let tree = try Yams.load(yaml: String(contentsOfFile: path, encoding: .utf8)) else {
                (provider, unread) = (nil, [])
                return
            }
            provider = try await FileProvider<YAMLSnapshot>(filePath: FilePath(path))
            unread = Self.unread(of: tree, in: path)
        } catch {
            throw CommandError(
                "the settings in \(path) cannot be read: \(Self.reason(error))",
                hints: ["check that the file is there and is YAML", "reva settings lists the keys"])
        }
    }

    /// On one line, with the place.
    private static func reason(_ error: any Error) -> String {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            "line \(mark.line), column \(mark.column): \(problem)"
        case let error as CocoaError: error.localizedDescription
        default: "\(error)"
        }
    }

    private static func unread(of tree: Any, in path: String) -> [String] {
        let known = Set(SettingKey.all.flatMap { $0.isSecret ? [$0.name, "\($0.name).file"] : [$0.name] })
        return leaves(of: tree, under: []).sorted { $0.name < $1.name }.compactMap { name, isOne in
            guard known.contains(name) else {
                return "\(name) in \(path) is no setting, and is passed over; reva settings lists those that are"
            }
            return isOne ? nil : "\(name) in \(path) is a list, and is passed over: it takes one value"
        }
    }

    private static func leaves(of tree: Any, under path: [String]) -> [(name: String, isOne: Bool)] {
        guard let branches = tree as? [AnyHashable: Any] else {
            return [(path.joined(separator: "."), !(tree is [Any]))]
        }
        return branches.flatMap { leaves(of: $1, under: path + ["\($0)"]) }
    }
}
