import Foundation
import RevaTesting

/// The runbook's commands for Docker Compose, each incident's in a file of its own: commands alone.
enum Runbook {
    private static let folder = Bundle.module.path(forResource: "Runbook", ofType: nil) ?? ""

    static func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
    }

    /// The commands of one incident.
    static func commands(_ name: String) throws -> String { try text("\(name).sh") }

    /// Every line of every file.
    static func lines() throws -> Set<String> {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        return try Set(files.flatMap { try lines(of: text($0)) })
    }

    /// Where the runbook itself lies beside the checkout: its text, else nil.
    static let original = try? String(
        contentsOfFile: Project.path("../shared/runbook.md"), encoding: .utf8)

    /// The lines between its fences, and the commands in its sentences that begin with `docker`.
    static func lines(ofOriginal text: String) -> [[String]] {
        let parts = text.components(separatedBy: "\n```")
        let blocks = parts.indices.filter { $0 % 2 == 1 }.map { lines(of: parts[$0]) }
        return blocks + text.matches(of: /`(docker [^`\n]+)`/).map { [String($0.1)] }
    }

    /// Those of a shell, without comments and the blanks around them.
    private static func lines(of text: String) -> [String] {
        text.split(separator: "\n").map {
            $0.replacing(/(^|\s)#\s.*$/, with: "").trimmingCharacters(in: .whitespaces)
        }.filter { !$0.isEmpty }
    }

    /// Leaves out what is not for Docker Compose: commands for Kubernetes with all of their lines, those of another
    /// system's service, and the line for cron.
    static func commandsForCompose(in lines: [String]) -> [String] {
        var kept: [String] = []
        var command = ""
        var isLeftOut = false
        for line in lines {
            if command.isEmpty {
                isLeftOut = ["kubectl ", "BACKUP_NAME=", "sudo ", "0 2 * * *"].contains { line.hasPrefix($0) }
            }
            command += line
            if !isLeftOut { kept.append(line) }
            // It goes on while a quote is open, or after a backslash.
            let isOpen = ["'", "\""].contains { command.count(of: $0) % 2 == 1 }
            if !isOpen, !line.hasSuffix("\\") { command = "" }
        }
        return kept
    }
}

extension String {
    fileprivate func count(of character: Character) -> Int { count { $0 == character } }
}
