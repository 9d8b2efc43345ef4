import Foundation

extension IncidentBook {
    /// Writes the post-mortem and closes the incident.
    ///
    /// Killed between the two it is open still, and closing it again writes both.
    /// - Parameters:
    ///   - unfinished: why it is closed with steps that are not settled; nil when they all are.
    /// - Throws: `RecoveryError` with the reason `.refused` when a step is not settled, and nobody said why.
    @discardableResult
    package func close(
        cause: String, followUps: [String], unfinished: String?, target: Double, by who: String, at now: Date = Date()
    ) throws -> Incident {
        let incident = try standing()
        if let step = incident.next, step != .postMortem, unfinished == nil {
            throw RecoveryError(
                "step \(step.number), \(step.rawValue), is not settled yet", reason: .refused,
                hints: ["reva incident step", "reva incident close --unfinished \"the reason\" --cause \"the cause\""])
        }
        if let unfinished {
            try append(IncidentEntry(.note, "closed with steps left: \(unfinished)", by: who, at: now), to: incident.id)
        }
        var entry = IncidentEntry(.closed, cause, by: who, at: now)
        entry.details = followUps
        guard let whole = Incident(id: incident.id, entries: try standing().entries + [entry]) else { return incident }
        try write(PostMortem(of: whole, target: target), of: incident.id)
        return try append(entry, to: incident.id)
    }

    private func write(_ report: PostMortem, of id: String) throws {
        do {
            try Data(report.text.utf8).write(to: URL(filePath: self.report(of: id).string), options: .atomic)
        } catch {
            throw RecoveryError(
                "the post-mortem \(self.report(of: id)) cannot be written: \(error.localizedDescription)")
        }
    }
}
