import Foundation
import RevaTesting

/// The runbook's commands for Kubernetes, each incident's in a file of its own: commands alone.
enum Runbook {
    private static let folder = Bundle.module.path(forResource: "Runbook", ofType: nil) ?? ""

    static func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    }

    /// The commands of one incident.
    static func commands(_ name: String) throws -> String { try text("\(name).sh") }

    /// The words of a report of health that the runbook shows.
    static func health() throws -> NSDictionary? {
        try JSONSerialization.jsonObject(with: Data(text("health.json").utf8)) as? NSDictionary
    }

    /// Every line of every file.
    static func lines() throws -> Set<String> {
        try Set(FileManager.default.contentsOfDirectory(atPath: folder).flatMap { try lines(of: text($0)) })
    }

    /// Where the runbook itself lies beside the checkout: its text, else nil.
    static let original = try? String(contentsOfFile: Project.path("../shared/runbook.md"), encoding: .utf8)

    /// The lines between its fences, and the commands in its sentences.
    static func lines(ofOriginal text: String) -> [[String]] {
        let parts = text.components(separatedBy: "\n```")
        let blocks = parts.indices.filter { $0 % 2 == 1 }.map { lines(of: parts[$0]) }
        return blocks + text.matches(of: /`(kubectl [^`\n]+)`/).map { [String($0.1)] }
    }

    /// Without comments and the blanks around them.
    private static func lines(of text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }

    /// The commands of `kubectl` with all of their lines, and what is said to the shell before them.
    static func commandsForKubernetes(in lines: [String]) -> [String] {
        var kept: [String] = []
        var command = ""
        for line in lines {
            command += line
            if ["kubectl ", "BACKUP_NAME="].contains(where: command.hasPrefix) { kept.append(line) }
            // It goes on while a quote is open, or after a backslash.
            let isOpen = command.count { $0 == "'" } % 2 == 1
            if !isOpen, !line.hasSuffix("\\") { command = "" }
        }
        return kept
    }
}
