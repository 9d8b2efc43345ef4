import Foundation
import MCP

/// What a release waits for.
struct Blockers: Answer {
    struct Blocker: Answer {
        let task: TaskSummary?
        let why: String
        /// A tool that may help.
        let tool: String?
        static let schema = Shape.object(
            ["task": TaskSummary.schema, "why": Shape.text(), "tool": Shape.text("a tool that may help")],
            optional: ["task", "tool"])
    }

    let release: ReleaseSummary
    let blockers: [Blocker]

    init(_ release: Release, at address: ReleaseAddress) {
        self.release = ReleaseSummary(release, at: address)
        switch release.status {
        case "PLANNED":
            let start = release.scheduledStartDate.map { ", planned for \(ReleaseDate.text($0))" } ?? ""
            blockers = [Blocker(task: nil, why: "it has not been started\(start)", tool: "start_release")]
        case "COMPLETED", "ABORTED": blockers = []
        default:
            let tasks = release.allTasks.filter(\.task.isActive).map { phase, task in Self.blocker(task, phase.title) }
            let paused = Blocker(task: nil, why: "it is paused", tool: "resume_release")
            blockers = release.status == "PAUSED" ? [paused] + tasks : tasks
        }
    }

    private static func blocker(_ task: ReleaseTask, _ phase: String?) -> Blocker {
        let summary = TaskSummary(task, phase: phase)
        let who = [summary.owner, summary.team.map { "team \($0)" }].compactMap(\.self).joined(separator: ", ")
        let open = task.allConditions.filter { $0.checked != true }.map { Text.line($0.title ?? "") }
        switch (task.status, task.kind) {
        case ("FAILED", _):
            return Blocker(task: summary, why: "it failed\(summary.reason.map { ": \($0)" } ?? "")", tool: "retry_task")
        case ("PENDING", _): return Blocker(task: summary, why: "it waits for its start date", tool: "start_task")
        case (_, "gate") where !open.isEmpty:
            return Blocker(
                task: summary, why: "open conditions: \(open.joined(separator: "; "))", tool: "set_gate_condition")
        case (_, "gate"), (_, "manual"), (_, "user input"), ("WAITING_FOR_INPUT", _):
            return Blocker(
                task: summary, why: "it waits for a person\(who.isEmpty ? ", and nobody is assigned" : ": \(who)")",
                tool: "complete_task")
        default: return Blocker(task: summary, why: "it runs by itself", tool: nil)
        }
    }

    static let schema = Shape.object([
        "release": ReleaseSummary.schema, "blockers": Shape.list(of: Blocker.schema),
    ])
}
