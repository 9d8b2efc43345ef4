import Foundation

/// The account of an incident in Markdown: what its journal knows, and what a person adds.
package struct PostMortem: Sendable {
    let incident: Incident
    /// Seconds that coming back may take (RTO).
    let target: Double

    package init(of incident: Incident, target: Double) {
        (self.incident, self.target) = (incident, target)
    }

    package var text: String {
        [
            "# Incident \(incident.id): \(Self.plain(incident.summary))", facts, "## Cause", cause, "## Lost", lost,
            "## Times", times, "## Timeline", timeline, "## Follow-up", followUps,
        ].joined(separator: "\n\n") + "\n"
    }

    private var facts: String {
        """
        | | |
        | --- | --- |
        | where | \(Self.plain(incident.place)) |
        | opened | \(incident.opened.formatted(.iso8601)) by \(Self.plain(incident.entries[0].who)) |
        | closed | \(incident.closed.map { $0.formatted(.iso8601) } ?? "not yet") |
        | led by | \(Self.plain(leads.joined(separator: ", then "))) |
        """
    }

    private var leads: [String] {
        incident.entries.filter { $0.kind == .opened || $0.kind == .takenOver }.map(\.who)
    }

    private var closing: IncidentEntry? { incident.entries.last { $0.kind == .closed } }

    private var cause: String { closing.map { Self.plain($0.text) } ?? "Not known yet." }

    private var lost: String {
        let restored = incident.entries.filter { $0.step == .restore && $0.outcome == .done }
        guard let last = restored.last, let backup = last.backup else {
            return "Nothing was restored, and so nothing lost."
        }
        guard !last.lost.isEmpty else { return "\(backup) was restored. What it lost is not known." }
        return (["\(backup) was restored. Lost was:", ""] + last.lost.map { "- \(Self.plain($0))" })
            .joined(separator: "\n")
    }

    /// From the opening on; nil for what was never reached.
    private func seconds(to step: ChecklistStep) -> Double? {
        guard let entry = incident.last(step), entry.outcome?.isSettled == true else { return nil }
        return entry.at.timeIntervalSince(incident.opened)
    }

    private var times: String {
        var rows = ["| from the opening until | took |", "| --- | --- |"]
        for (step, words) in [
            (ChecklistStep.communicate, "people were told"), (.restore, "data was back"),
            (.health, "the application was healthy"), (.message, "a test message was answered"),
        ] {
            rows.append("| \(words) | \(seconds(to: step).map(Readable.seconds) ?? "never") |")
        }
        if let closed = incident.closed {
            rows.append("| it was closed | \(Readable.seconds(closed.timeIntervalSince(incident.opened))) |")
        }
        return (rows + ["", verdict]).joined(separator: "\n")
    }

    private var verdict: String {
        let limit = Readable.seconds(target)
        guard let back = seconds(to: .health) else {
            return "Whether the target of \(limit) (RTO) was met is not known."
        }
        return back <= target
            ? "The target of \(limit) (RTO) was met."
            : "The target of \(limit) (RTO) was missed: \(Readable.seconds(back))."
    }

    private var timeline: String {
        incident.entries.map { entry in
            let step = entry.step.map { "step \($0.number), \($0.rawValue): " } ?? ""
            let outcome = entry.outcome.map { " (\($0.rawValue))" } ?? ""
            let word =
                switch entry.kind {
                case .began: "began"
                case .overridden: "restoring without an announcement, because \(Self.plain(entry.text))"
                default: Self.plain(entry.text)
                }
            let details = entry.kind == .opened || entry.kind == .closed ? [] : entry.details
            return
                (["- \(entry.at.formatted(.iso8601)) \(Self.plain(entry.who)): \(step)\(word)\(outcome)"]
                + details.map { "  - \(Self.plain($0))" }).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private var followUps: String {
        let all = closing?.details ?? []
        return all.isEmpty ? "None was named." : all.map { "- [ ] \(Self.plain($0))" }.joined(separator: "\n")
    }

    /// A line of anybody's text as a line of Markdown: it neither ends the line nor marks anything up.
    private static func plain(_ text: String) -> String {
        var plain = ""
        for character in text {
            if character.isNewline {
                plain += " "
            } else {
                if "\\`*_[]<>|#".contains(character) { plain += "\\" }
                plain.append(character)
            }
        }
        return plain
    }
}
