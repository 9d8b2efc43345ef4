import Foundation

/// One line of an incident's journal.
package struct IncidentEntry: Codable, Sendable, Equatable {
    package enum Kind: String, Codable, Sendable {
        case opened
        /// Somebody else leads from here on.
        case takenOver = "taken-over"
        /// A step is about to be done; without an `ended` after it, it was broken off.
        case began
        case ended
        case note
        /// A restore may begin though nobody was told; `text` is the reason.
        case overridden
        case closed
    }

    /// How a step ended.
    package enum Outcome: String, Codable, Sendable {
        case done
        /// A person did it and says so.
        case byHand = "by-hand"
        case notNeeded = "not-needed"
        case skipped
        /// It was looked into, and what was found is not as it has to be; or it could not be done.
        case failed
        /// The rest of it is a person's.
        case waiting

        /// True when the next step may come.
        package var isSettled: Bool { self != .failed && self != .waiting }
    }

    package var at: Date
    package var who: String
    package var kind: Kind
    package var step: ChecklistStep?
    package var outcome: Outcome?
    /// One sentence.
    package var text: String
    /// What was found, line by line.
    package var details: [String] = []
    /// Of a restore: what it lost.
    package var lost: [String] = []
    /// What was restored.
    package var backup: String?

    package init(_ kind: Kind, _ text: String, by who: String, at: Date = Date()) {
        (self.kind, self.text, self.who) = (kind, text, who)
        // To the second, as it is written down.
        self.at = Date(timeIntervalSince1970: at.timeIntervalSince1970.rounded(.down))
    }
}
