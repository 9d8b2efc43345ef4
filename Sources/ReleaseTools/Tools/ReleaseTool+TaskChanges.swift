import Foundation
import MCP

/// Tools that change tasks.
extension ReleaseTool {
    private struct CommentForm: Encodable { let comment: String? }

    private struct ConditionForm: Encodable {
        let title: String
        let checked: Bool
    }

    static let taskChanges: [ReleaseTool] =
        [
            move(
                "complete_task", "Complete a task", "complete",
                """
                Completes a task of a person, or approves a gate; the release goes on with what comes next. A \
                planned task is completed in advance.
                """,
                commentNeeded: false, .moving),
            move(
                "skip_task", "Skip a task", "skip", "Skips a task that runs, waits, failed or is planned.",
                commentNeeded: true, .ending),
            move(
                "fail_task", "Fail a task", "fail", "Says that a running task has failed; the release stops there.",
                commentNeeded: true, .ending),
            move(
                "abort_task", "Abort a running task", "abort",
                "Stops an automated task that runs; it counts as failed.",
                commentNeeded: true, .ending),
            move(
                "retry_task", "Retry a failed task", "retry", "Runs a failed task again.", commentNeeded: false, .moving
            ),
            move(
                "reopen_task", "Reopen a task", "reopen",
                "Takes back that a task was completed or skipped in advance: it is planned again.",
                commentNeeded: false,
                .moving),
            move(
                "start_task", "Start a task now", "startNow", "Starts a task that waits for its planned start.",
                commentNeeded: false, .moving),
        ] + [
            ReleaseTool(
                "comment_task", "Comment on a task", "Adds a comment for people. Twice makes two.",
                [.task, .comment(isRequired: true)], .adding
            ) { arguments, session in
                let id = try await session.allowed(arguments.id("task", .task), .task)
                return try await changed(
                    .change(.POST, "tasks/\(id)/comment", [], CommentForm(comment: arguments.text("comment"))), session)
            },
            ReleaseTool(
                "assign_task", "Assign a task", "Gives a task to a user; see list_users for names.",
                [.task, .text("user", "User name", isRequired: true, most: 200)], .changing
            ) { arguments, session in
                let user = arguments.text("user") ?? ""
                guard !user.contains(where: { "/\\".contains($0) }), ![".", ".."].contains(user) else {
                    throw ReleaseError(.invalid, "that is no user name", hints: ["list_users finds users"])
                }
                let id = try await session.allowed(arguments.id("task", .task), .task)
                return try await changed(
                    .change(.POST, "tasks/\(id)/assign/\(ReleaseRequest.escaped(user))"), session)
            },
            ReleaseTool(
                "lock_task", "Lock a task", "Locks a task, so that only those who may lock can change it.", [.task],
                .changing
            ) { arguments, session in
                let id = try await session.allowed(arguments.id("task", .task), .task)
                try await session.send(.change(.PUT, "tasks/\(id)/lock"))
                return Done(done: "the task is locked")
            },
            ReleaseTool("unlock_task", "Unlock a task", "Takes the lock from a task.", [.task], .changing) {
                arguments, session in
                let id = try await session.allowed(arguments.id("task", .task), .task)
                try await session.send(.change(.DELETE, "tasks/\(id)/lock"))
                return Done(done: "the task is not locked any more")
            },
            ReleaseTool(
                "set_gate_condition", "Tick a condition of a gate",
                "Ticks or unticks a condition of a gate, by its id from get_task or by its title.",
                [
                    .task, .text("condition", "Id or whole title of the condition", isRequired: true),
                    .flag("checked", "Whether it is met", isRequired: true),
                ], .changing
            ) { arguments, session in try await setCondition(arguments, session) },
        ]

    private static func move(
        _ name: String, _ title: String, _ action: String, _ description: String, commentNeeded: Bool,
        _ annotations: ToolAnnotations
    ) -> ReleaseTool {
        ReleaseTool(name, title, description, [.task, .comment(isRequired: commentNeeded)], annotations) {
            arguments, session in
            let id = try await session.allowed(arguments.id("task", .task), .task)
            return try await changed(
                .change(.POST, "tasks/\(id)/\(action)", [], CommentForm(comment: arguments.text("comment"))), session)
        }
    }

    private static func changed(_ request: ReleaseRequest, _ session: Session) async throws -> TaskSummary {
        TaskSummary(try await session.read(request))
    }

    private static func setCondition(_ arguments: Arguments, _ session: Session) async throws -> TaskDetail {
        let id = try arguments.id("task", .task)
        let wanted = arguments.text("condition") ?? ""
        let task = try await session.task(id)
        let found = task.allConditions.filter { $0.id == wanted || $0.title == wanted }
        guard found.count == 1, let condition = found.first, let path = condition.id,
            let conditionID = try? ItemID(path, .condition)
        else {
            let all = task.allConditions.map { Text.line($0.title ?? "") }
            throw ReleaseError(
                .notFound, "the task has \(found.isEmpty ? "no" : "more than one") such condition",
                hints: [
                    all.isEmpty ? "it has no conditions at all" : "its conditions are: \(all.joined(separator: "; "))"
                ])
        }
        let form = ConditionForm(title: condition.title ?? "", checked: arguments.flag("checked") ?? true)
        try await session.send(.change(.POST, "tasks/\(conditionID.path)", [], form))
        return TaskDetail(try await session.task(id), at: session.client.address)
    }
}
