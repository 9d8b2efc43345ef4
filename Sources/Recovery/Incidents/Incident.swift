import Foundation

/// One incident, as its journal tells it: what is known follows from the entries, and from nothing else.
package struct Incident: Sendable, Encodable {
    /// The second in UTC at which it was opened, such as `2026-03-15_031500`.
    package let id: String
    /// In the order in which they were written; never empty.
    package let entries: [IncidentEntry]

    /// Nil for a journal that does not begin with an opening.
    init?(id: String, entries: [IncidentEntry]) {
        guard entries.first?.kind == .opened else { return nil }
        (self.id, self.entries) = (id, entries)
    }

    /// What is wrong, in the words of whoever opened it.
    package var summary: String { entries[0].text }
    /// Where Reva runs.
    package var place: String { entries[0].details.first ?? "" }
    package var opened: Date { entries[0].at }
    package var closed: Date? { entries.last { $0.kind == .closed }?.at }
    package var isOpen: Bool { closed == nil }

    /// Who leads: who opened it, or took it over last.
    package var lead: String { entries.last { $0.kind == .opened || $0.kind == .takenOver }?.who ?? "" }

    /// How a step ended when it was done last; nil when it never was.
    package func last(_ step: ChecklistStep) -> IncidentEntry? {
        entries.last { $0.kind == .ended && $0.step == step }
    }

    private func isSettled(_ step: ChecklistStep) -> Bool { last(step)?.outcome?.isSettled == true }

    /// The first step that is not settled; nil when all are.
    package var next: ChecklistStep? {
        isOpen ? ChecklistStep.allCases.first { !isSettled($0) } : nil
    }

    /// The step that was begun and not ended: it is being done now, or was broken off.
    package var begun: ChecklistStep? {
        guard let last = entries.last(where: { $0.kind == .began || $0.kind == .ended }), last.kind == .began else {
            return nil
        }
        return last.step
    }

    /// People know that Reva is being recovered.
    package var isAnnounced: Bool { [.done, .byHand].contains(last(.communicate)?.outcome) }

    /// The runbook: people should know before a restore begins.
    package var mayRestore: Bool { isAnnounced || entries.contains { $0.kind == .overridden } }

    private enum CodingKeys: String, CodingKey {
        case id, summary, place, opened, closed, lead, next, begun, announced, entries
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(summary, forKey: .summary)
        try container.encode(place, forKey: .place)
        try container.encode(opened, forKey: .opened)
        try container.encodeIfPresent(closed, forKey: .closed)
        try container.encode(lead, forKey: .lead)
        try container.encodeIfPresent(next, forKey: .next)
        try container.encodeIfPresent(begun, forKey: .begun)
        try container.encode(isAnnounced, forKey: .announced)
        try container.encode(entries, forKey: .entries)
    }
}
