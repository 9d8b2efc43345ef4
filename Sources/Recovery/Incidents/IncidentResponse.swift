import Deployment
import Foundation

/// Goes through the failover checklist: does by itself what can be done, says what is left to a person, writes all of it
/// down.
package struct IncidentResponse: Sendable {
    /// What a person says about the step that is to be done.
    package struct Wish: Sendable {
        /// It was done by hand: how.
        package var done: String?
        /// It is left out: why.
        package var skip: String?
        /// The backup to restore, whether it looks needed or not.
        package var backup: String?
        /// A restore may begin though nobody was told: why.
        package var withoutAnnouncement: String?

        package init() {}
    }

    let book: IncidentBook
    let scene: any Scene
    let backups: any BackupService
    let who: String
    /// How long the application may take to become healthy.
    let patience: Duration
    let tell: EventSink
    /// Tells people outside of Reva.
    let announce: Announce
    /// Asked before something is restored, with the plan; throws when the answer is no.
    let agree: @Sendable (String) throws -> Void

    /// Tells people something.
    /// - Returns: over which ways they have it, and why not over others; nothing where there is no way.
    package typealias Announce = @Sendable (String) async -> (reached: [String], failures: [String])

    package init(
        _ book: IncidentBook, at scene: any Scene, backups: any BackupService, by who: String, patience: Duration,
        tell: @escaping EventSink, announce: @escaping Announce = { _ in ([], []) },
        agree: @escaping @Sendable (String) throws -> Void
    ) {
        (self.book, self.scene, self.backups, self.who) = (book, scene, backups, who)
        (self.patience, self.tell, self.announce, self.agree) = (patience, tell, announce, agree)
    }

    /// Does a step of the incident that is open, the next one unless another is named.
    ///
    /// An earlier step may be done again; a later one not before its turn. A step that was broken off is done anew.
    /// - Returns: the entry with which it ended.
    /// - Throws: what kept it from being done; the journal has it then.
    @discardableResult
    package func perform(_ asked: ChecklistStep?, _ wish: Wish = Wish()) async throws -> IncidentEntry {
        guard let turn = try FileTurn(orNobody: book.folder.appending(".step.lock")) else {
            throw RecoveryError(
                "another step is being done just now", reason: .busy,
                hints: ["reva incident show", "reva incident note, which does not wait for it"])
        }
        defer { turn.end() }
        let incident = try book.standing()
        let step = try due(asked, in: incident)
        if incident.lead != who {
            try book.append(
                IncidentEntry(.takenOver, "\(who) takes over from \(incident.lead)", by: who), to: incident.id)
        }
        if let account = wish.done { return try end(step, .byHand, account, of: incident) }
        if let reason = wish.skip { return try end(step, .skipped, reason, of: incident) }
        if step == .restore { return try await restore(wish, in: incident) }
        return try await record(step, in: incident) { try await self.outcome(of: step, in: incident) }
    }

    private func due(_ asked: ChecklistStep?, in incident: Incident) throws -> ChecklistStep {
        let next = incident.next ?? .postMortem
        let step = asked ?? next
        guard step.number <= next.number else {
            throw RecoveryError(
                "step \(step.number), \(step.rawValue), is not due: step \(next.number), \(next.rawValue), comes first",
                reason: .refused,
                hints: ["reva incident step", "reva incident step \(next.rawValue) --skip \"the reason\""])
        }
        guard step != .postMortem else {
            throw RecoveryError(
                "the last step is a person's: what was the cause?", reason: .refused,
                hints: ["reva incident close --cause \"the cause\" --follow-up \"what is to be done\""])
        }
        return step
    }

    private func restore(_ wish: Wish, in incident: Incident) async throws -> IncidentEntry {
        let isNeeded: Bool
        if wish.backup == nil { isNeeded = await !databaseWorks() } else { isNeeded = true }
        guard isNeeded else {
            var entry = entry(.restore, .notNeeded, "the database answers, and nobody named a backup to restore")
            entry.details = ["reva incident step restore --backup latest restores all the same"]
            return try write(entry, to: incident)
        }
        if let reason = wish.withoutAnnouncement {
            try book.append(IncidentEntry(.overridden, reason, by: who), to: incident.id)
        }
        try book.checkThatRestoringIsAllowed()
        let backup = wish.backup ?? "latest"
        return try await record(.restore, in: incident) {
            try agree(try await backups.plan(backup))
            return entry(about: try await backups.restore(backup))
        }
    }

    /// Writes down that a step begins, and how it ended.
    private func record(
        _ step: ChecklistStep, in incident: Incident, _ body: () async throws -> IncidentEntry
    ) async throws -> IncidentEntry {
        var began = IncidentEntry(.began, step.title, by: who)
        began.step = step
        try book.append(began, to: incident.id)
        do {
            return try write(try await Event.step(step.title, tell: tell, body).value, to: incident)
        } catch {
            let words = error is CancellationError ? "it was interrupted" : "\(error)"
            _ = try write(entry(step, .failed, words), to: incident)
            throw error
        }
    }

    private func end(
        _ step: ChecklistStep, _ outcome: IncidentEntry.Outcome, _ text: String, of incident: Incident
    ) throws -> IncidentEntry {
        try write(entry(step, outcome, text), to: incident)
    }

    private func write(_ entry: IncidentEntry, to incident: Incident) throws -> IncidentEntry {
        var entry = entry
        // A step takes its time: it ended now.
        entry.at = IncidentEntry(.ended, "", by: who).at
        try book.append(entry, to: incident.id)
        return entry
    }

    func entry(_ step: ChecklistStep, _ outcome: IncidentEntry.Outcome, _ text: String) -> IncidentEntry {
        var entry = IncidentEntry(.ended, text, by: who)
        (entry.step, entry.outcome) = (step, outcome)
        return entry
    }
}
