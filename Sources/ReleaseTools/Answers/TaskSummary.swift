import Foundation
import MCP

struct TaskSummary: Answer {
    let id: String
    let title: String
    /// manual, gate, user input, or a type of Release.
    let kind: String
    let status: String
    let phase: String?
    let owner: String?
    let team: String?
    let due: Date?
    let failures: Int?
    let reason: String?
    let locked: Bool?

    init(_ task: ReleaseTask, phase: String? = nil) {
        id = task.id
        title = Text.line(task.title ?? "")
        kind = task.kind
        status = task.status ?? "UNKNOWN"
        self.phase = phase.map { Text.line($0) }
        owner = task.owner.map { Text.line($0) }
        team = task.team.map { Text.line($0) }
        due = task.dueDate
        failures = task.failuresCount.flatMap { $0 > 0 ? $0 : nil }
        reason = task.statusLine.flatMap { $0.isEmpty ? nil : Text.line($0) }
        locked = task.locked == true ? true : nil
    }

    static let schema = Shape.object(
        [
            "id": Shape.text("for other tools"), "title": Shape.text(),
            "kind": Shape.text("manual, gate, user input, or a type of Release"), "status": Shape.text(),
            "phase": Shape.text(), "owner": Shape.text(), "team": Shape.text(), "due": Shape.date(),
            "failures": Shape.integer("how often it failed"), "reason": Shape.text("what Release says of its state"),
            "locked": Shape.flag(),
        ],
        optional: ["phase", "owner", "team", "due", "failures", "reason", "locked"])
}

struct TaskDetail: Answer {
    struct Comment: Answer {
        let author: String?
        let date: Date?
        let text: String
        static let schema = Shape.object(
            ["author": Shape.text(), "date": Shape.date(), "text": Shape.text()], optional: ["author", "date"])
    }

    struct Condition: Answer {
        let id: String?
        let title: String
        let checked: Bool
        static let schema = Shape.object(
            ["id": Shape.text(), "title": Shape.text(), "checked": Shape.flag()], optional: ["id"])
    }

    let task: TaskSummary
    let description: String?
    let start: Date?
    let end: Date?
    let conditions: [Condition]?
    /// The newest 20, oldest first.
    let comments: [Comment]
    let link: String

    init(_ task: ReleaseTask, at address: ReleaseAddress) {
        self.task = TaskSummary(task)
        description = task.description.map { Text.block($0, limit: 1_000) }
        start = task.startDate ?? task.scheduledStartDate
        end = task.endDate
        let all = task.allConditions.map {
            Condition(id: $0.id, title: Text.line($0.title ?? ""), checked: $0.checked ?? false)
        }
        conditions = all.isEmpty ? nil : all
        comments = task.allComments.suffix(20).map {
            Comment(
                author: $0.author.map { Text.line($0) }, date: $0.date, text: Text.block($0.text ?? "", limit: 1_000))
        }
        link = address.page(of: task.id.split(separator: "/").prefix { !$0.hasPrefix("Phase") }.joined(separator: "/"))
    }

    static let schema = Shape.object(
        [
            "task": TaskSummary.schema, "description": Shape.text(), "start": Shape.date(), "end": Shape.date(),
            "conditions": Shape.list(of: Condition.schema), "comments": Shape.list(of: Comment.schema),
            "link": Shape.text("page of its release for people"),
        ],
        optional: ["description", "start", "end", "conditions"])
}
