import Foundation
import JSONValues
import MCP

/// A release or template in a few lines.
struct ReleaseSummary: Answer {
    let id: String
    let title: String
    let status: String
    let owner: String?
    let folder: String?
    let start: Date?
    let due: Date?
    let end: Date?
    let flag: String?
    let flagComment: String?
    let tags: [String]?
    let link: String

    init(_ release: Release, at address: ReleaseAddress) {
        id = release.id
        title = Text.line(release.title ?? "")
        status = release.status ?? "UNKNOWN"
        owner = release.owner.map { Text.line($0) }
        folder = release.folder
        start = release.startDate ?? release.scheduledStartDate
        due = release.dueDate
        end = release.endDate
        let isFlagged = release.flagStatus != nil && release.flagStatus != "OK"
        flag = isFlagged ? release.flagStatus : nil
        flagComment = isFlagged ? release.flagComment.map { Text.line($0) } : nil
        tags = release.tags.flatMap { $0.isEmpty ? nil : $0.prefix(20).map { Text.line($0, limit: 80) } }
        link = address.page(of: release.id, isTemplate: release.status == "TEMPLATE")
    }

    static let properties: [String: JSON] = [
        "id": Shape.text("for other tools"), "title": Shape.text(), "status": Shape.text(), "owner": Shape.text(),
        "folder": Shape.text("id of the folder"), "start": Shape.date("when it started, or is planned to"),
        "due": Shape.date(), "end": Shape.date(), "flag": Shape.text("ATTENTION_NEEDED or AT_RISK; left out when OK"),
        "flagComment": Shape.text(), "tags": Shape.list(of: Shape.text()), "link": Shape.text("page for people"),
    ]
    static let optional: Set = ["owner", "folder", "start", "due", "end", "flag", "flagComment", "tags"]
    static let schema = Shape.object(properties, optional: optional)
}

/// A release with where it stands.
struct ReleaseDetail: Answer {
    let release: ReleaseSummary
    let description: String?
    let template: String?
    let abortComment: String?
    let tasksDone: Int
    let tasksTotal: Int
    let phases: [PhaseSummary]
    /// What runs or waits now.
    let activeTasks: [TaskSummary]

    init(_ release: Release, at address: ReleaseAddress) {
        self.release = ReleaseSummary(release, at: address)
        description = release.description.map { Text.block($0, limit: 1_000) }
        template = release.originTemplateId
        abortComment = release.abortComment.map { Text.line($0) }
        let tasks = release.allTasks
        tasksDone = tasks.count { $0.task.isDone }
        tasksTotal = tasks.count
        phases = release.allPhases.prefix(50).map(PhaseSummary.init)
        activeTasks = tasks.filter(\.task.isActive).prefix(20).map { TaskSummary($0.task, phase: $0.phase.title) }
    }

    static let schema = Shape.object(
        [
            "release": ReleaseSummary.schema, "description": Shape.text(), "template": Shape.text("id of its template"),
            "abortComment": Shape.text(), "tasksDone": Shape.integer(), "tasksTotal": Shape.integer(),
            "phases": Shape.list(of: PhaseSummary.schema), "activeTasks": Shape.list(of: TaskSummary.schema),
        ],
        optional: ["description", "template", "abortComment"])
}

struct PhaseSummary: Answer {
    let id: String
    let title: String
    let status: String
    let start: Date?
    let end: Date?
    let tasksDone: Int
    let tasksTotal: Int

    init(_ phase: Phase) {
        id = phase.id
        title = Text.line(phase.title ?? "")
        status = phase.status ?? "UNKNOWN"
        start = phase.startDate
        end = phase.endDate
        tasksDone = phase.allTasks.count(where: \.isDone)
        tasksTotal = phase.allTasks.count
    }

    static let schema = Shape.object(
        [
            "id": Shape.text(), "title": Shape.text(), "status": Shape.text(), "start": Shape.date(),
            "end": Shape.date(), "tasksDone": Shape.integer(), "tasksTotal": Shape.integer(),
        ],
        optional: ["start", "end"])
}

struct PhaseDetail: Answer {
    let phase: PhaseSummary
    let tasks: [TaskSummary]

    init(_ phase: Phase) {
        self.phase = PhaseSummary(phase)
        tasks = phase.allTasks.prefix(200).map { TaskSummary($0, phase: phase.title) }
    }

    static let schema = Shape.object([
        "phase": PhaseSummary.schema, "tasks": Shape.list(of: TaskSummary.schema),
    ])
}
