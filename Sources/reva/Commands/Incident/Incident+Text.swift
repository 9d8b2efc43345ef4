import Foundation
import Recovery

extension Incident {
    /// The checklist with what became of each step, and what comes next.
    var text: String {
        let state = closed.map { "closed \($0.formatted(.iso8601))" } ?? "open, led by \(lead)"
        var lines = ["incident \(id): \(summary)", "  \(place), \(state)", ""]
        let rows = ChecklistStep.allCases.map { step -> [String] in
            let entry = last(step)
            let account =
                if step == .postMortem, closed != nil { "written" } else { entry?.text ?? step.title }
            return ["  \(step.number)", step.rawValue, word(for: step, entry), account]
        }
        lines.append(Readable.table(rows))
        for note in entries where note.kind == .note || note.kind == .overridden {
            lines.append("  \(note.at.formatted(.iso8601)) \(note.who): \(note.text)")
        }
        if let begun, isOpen { lines.append("step \(begun.number), \(begun.rawValue), was begun and has not ended") }
        if let advice { lines += ["", advice] }
        return lines.joined(separator: "\n")
    }

    private func word(for step: ChecklistStep, _ entry: IncidentEntry?) -> String {
        if begun == step { return "begun" }
        guard let outcome = entry?.outcome else { return step == next ? "next" : "" }
        return outcome.rawValue.replacing("-", with: " ")
    }

    /// What to type next; nil when it is closed.
    var advice: String? {
        guard let next else { return nil }
        return next == .postMortem
            ? "next: reva incident close --cause \"the cause\"" : "next: reva incident step   (\(next.title))"
    }
}

extension IncidentEntry {
    /// What a step came to, and what comes next.
    func text(in incident: Incident) -> String {
        var lines = step.map { ["step \($0.number), \($0.rawValue): \(text)"] } ?? [text]
        lines += details.map { "  \($0)" }
        if outcome == .waiting { lines += ["", "then: reva incident step --done \"what was done\""] }
        if outcome == .failed { lines += ["", "then: reva incident step, again, or with --done or --skip"] }
        if outcome?.isSettled == true, let advice = incident.advice { lines += ["", advice] }
        return lines.joined(separator: "\n")
    }
}
