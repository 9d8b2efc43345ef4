import Foundation

extension DrillReport {
    /// For a wiki, a ticket, or the terminal.
    package var markdown: String {
        let failed = checks.filter { $0.state == .failed }
        let verdict =
            passed ? "**Passed**" : "**Failed**: " + failed.map(\.name).joined(separator: "; ")
        return """
            # Disaster recovery drill of \(began.formatted(.iso8601))

            \(verdict), in \(Drill.words(seconds)).

            | | |
            | --- | --- |
            \(facts.map { "| \(Self.cell($0.0)) | \(Self.cell($0.1)) |" }.joined(separator: "\n"))

            ## Objectives

            | objective | target | measured | |
            | --- | --- | --- | --- |
            \(objectives.map { "| \($0.name) | \($0.target) | \($0.measured) | \($0.isMet ? "met" : "**not met**") |" }
                .joined(separator: "\n"))

            ## Checks

            \(checks.map(Self.lines).joined(separator: "\n"))

            ## Timeline

            | step | began after | took |
            | --- | --- | --- |
            \(timeline.map { "| \(Self.cell($0.name)) | \(Drill.words($0.began)) | \(Drill.words($0.seconds)) |" }
                .joined(separator: "\n"))
            \(remarks.isEmpty ? "" : "\n## Remarks\n\n" + remarks.map { "- \($0)" }.joined(separator: "\n") + "\n")
            """
    }

    /// What the drill was about.
    var facts: [(String, String)] {
        [
            ("where", deployment), ("restored to", place.words), ("database server", "PostgreSQL \(serverVersion)"),
            ("backup", "\(backup.name), \(backup.bytes.map { "\($0) bytes" } ?? "gone")"),
            ("its SHA-256", backup.sha256 ?? "unknown"), ("restored", "\(tables) tables, \(rows) rows"),
            ("by", "reva \(version)"),
        ]
    }

    struct ObjectiveLine {
        let name: String
        let target: String
        let measured: String
        let isMet: Bool
    }

    var objectives: [ObjectiveLine] {
        let isPointMet = checks.contains { $0.name == "the recovery point objective is met" && $0.state == .passed }
        let complete = completeSeconds.map { ", \(Drill.words($0)) with all vector indexes" } ?? ""
        return [
            ObjectiveLine(
                name: "work lost (RPO)", target: Drill.words(recoveryPoint.target),
                measured: recoveryPoint.measured.map(Drill.words) ?? "all of it", isMet: isPointMet),
            ObjectiveLine(
                name: "time until Reva was back (RTO)", target: Drill.words(recoveryTime.target),
                measured: recoveryTime.measured.map { Drill.words($0) + complete } ?? "not measured",
                isMet: recoveryTime.isMet),
        ]
    }

    private static func lines(of check: Check) -> String {
        let words = "- **\(check.state.rawValue)**: \(check.name). \(check.account)."
        return ([words] + check.details.map { "  - \($0)" }).joined(separator: "\n")
    }

    private static func cell(_ text: String) -> String {
        text.replacingOccurrences(of: "|", with: "\\|", options: .literal)
            .replacingOccurrences(of: "\n", with: " ", options: .literal)
    }
}
