import Foundation
import Subprocess
import SystemPackage

/// The table of cron jobs of the user who runs this: root's for root.
package struct Crontab: Scheduler {
    package let name = "cron"
    private let program = Program(executable: .name("crontab"))

    /// Our lines stand between these; nothing else in the table is touched.
    private static let begin = "# begin of reva's schedule: reva schedule remove takes it out"
    private static let end = "# end of reva's schedule"

    package init() {}

    /// False where there is no program `crontab`.
    package static func isThere(in searchPath: String) -> Bool {
        searchPath.split(separator: ":").contains { access("\($0)/crontab", X_OK) == 0 }
    }

    package func install(_ command: [String], log: String) async throws {
        let line = "*/15 * * * * \(Self.quoted(command)) >>\(Self.quoted([log])) 2>&1"
        let others = Self.split(try await table()).others
        try await write(others + [Self.begin, line, Self.end])
        guard try await installed() == line else {
            throw DeploymentError("the table of cron did not keep reva's line", hints: ["crontab -l"])
        }
    }

    package func installed() async throws -> String? { Self.split(try await table()).ours.first }

    package func remove() async throws {
        let (ours, others) = Self.split(try await table())
        if !ours.isEmpty { try await write(others) }
    }

    private func table() async throws -> [String] {
        let (end, answer) = try await program.ask(["-l"])
        if end.failure != nil, end.errors.contains("no crontab for") { return [] }
        guard end.failure == nil else { throw DeploymentError("crontab -l: \(end.lastWords)") }
        return answer.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private func write(_ lines: [String]) async throws {
        let text = lines.joined(separator: "\n").trimmingCharacters(in: .newlines) + "\n"
        let (end, _) = try await program.ask(["-"], input: text)
        guard end.failure == nil else { throw DeploymentError("crontab: \(end.lastWords)") }
    }

    static func split(_ lines: [String]) -> (ours: [String], others: [String]) {
        var (ours, others, isOurs): ([String], [String], Bool) = ([], [], false)
        for line in lines {
            if line == begin {
                isOurs = true
            } else if line == end {
                isOurs = false
            } else if isOurs {
                ours.append(line)
            } else {
                others.append(line)
            }
        }
        return (ours, others)
    }

    /// As cron's shell reads it; a percent sign would be the end of the line to cron.
    static func quoted(_ words: [String]) -> String {
        words.map { word in
            let isPlain = !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "/._-=:,@+".contains($0) }
            let text = isPlain ? word : "'\(word.replacingOccurrences(of: "'", with: "'\\''", options: .literal))'"
            return text.replacingOccurrences(of: "%", with: "\\%", options: .literal)
        }.joined(separator: " ")
    }
}
