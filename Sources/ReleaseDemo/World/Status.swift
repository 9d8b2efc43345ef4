/// States of a release, as Digital.ai Release names them.
enum ReleaseStatus: String, Codable, Sendable, CaseIterable {
    case template = "TEMPLATE"
    case planned = "PLANNED"
    case inProgress = "IN_PROGRESS"
    case paused = "PAUSED"
    case failing = "FAILING"
    case failed = "FAILED"
    case completed = "COMPLETED"
    case aborted = "ABORTED"

    /// Started and not ended.
    var isActive: Bool { [.inProgress, .paused, .failing, .failed].contains(self) }
    var isEnded: Bool { self == .completed || self == .aborted }
}

/// States of a phase.
enum PhaseStatus: String, Codable, Sendable {
    case planned = "PLANNED"
    case inProgress = "IN_PROGRESS"
    case failed = "FAILED"
    case completed = "COMPLETED"
    case skipped = "SKIPPED"
    case aborted = "ABORTED"

    var isEnded: Bool { [.completed, .skipped, .aborted].contains(self) }
}

/// The states that a task of the stand-in can be in; the product has more, for scripts and preconditions.
enum TaskStatus: String, Codable, Sendable {
    case planned = "PLANNED"
    /// Waits for its scheduled start.
    case pending = "PENDING"
    case inProgress = "IN_PROGRESS"
    case completed = "COMPLETED"
    case completedInAdvance = "COMPLETED_IN_ADVANCE"
    case skipped = "SKIPPED"
    case skippedInAdvance = "SKIPPED_IN_ADVANCE"
    case failed = "FAILED"
    case aborted = "ABORTED"

    var isEnded: Bool { [.completed, .completedInAdvance, .skipped, .skippedInAdvance, .aborted].contains(self) }
    /// It needs somebody or something now.
    var isActive: Bool { [.pending, .inProgress, .failed].contains(self) }
}
