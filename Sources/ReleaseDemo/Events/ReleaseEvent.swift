import Foundation

/// What a webhook tells of a change.
struct ReleaseEvent: Encodable, Sendable {
    /// What subscribers want to hear of; the activity log has more.
    enum Kind: String, Encodable, Sendable, CaseIterable {
        case releaseCreated = "RELEASE_CREATED_FROM_TEMPLATE"
        case releaseStarted = "RELEASE_STARTED"
        case releaseResumed = "RELEASE_RESUMED"
        case releaseRestarted = "RELEASE_RESTARTED"
        case releaseFailed = "RELEASE_FAILED"
        case releaseCompleted = "RELEASE_COMPLETED"
        case releaseAborted = "RELEASE_ABORTED"
        case phaseStarted = "PHASE_STARTED"
        case phaseCompleted = "PHASE_COMPLETED"
        case taskStarted = "TASK_STARTED"
        case taskFailed = "TASK_FAILED"
        case taskCompleted = "TASK_COMPLETED"
        case taskSkipped = "TASK_SKIPPED"

        init?(eventType: String) { self.init(rawValue: eventType) }
    }

    struct ReleaseView: Encodable, Sendable {
        let id: String
        let title: String
        let status: ReleaseStatus
        let folderId: String?
        let owner: String
    }

    struct TaskView: Encodable, Sendable {
        let id: String
        let title: String
        let type: ReleaseTask.Kind
        let status: TaskStatus
        let owner: String?
        let team: String?
    }

    /// Of the entry in the activity log: the same for every delivery of the same event.
    let id: String
    let eventType: Kind
    let date: Date
    let username: String
    let message: String
    let release: ReleaseView
    /// Nil when the event is not about a task.
    let task: TaskView?

    init(id: String, kind: Kind, date: Date, user: String, message: String, release: Release, target: String) {
        self.id = id
        eventType = kind
        self.date = date
        username = user
        self.message = message
        self.release = ReleaseView(
            id: release.id, title: release.title, status: release.status, folderId: release.folderId,
            owner: release.owner)
        task = release.tasks.first { $0.id == target }.map {
            TaskView(id: $0.id, title: $0.title, type: $0.type, status: $0.status, owner: $0.owner, team: $0.team)
        }
    }
}
