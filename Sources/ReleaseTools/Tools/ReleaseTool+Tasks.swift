import Foundation

/// Tools that read tasks.
extension ReleaseTool {
    static let tasks: [ReleaseTool] = [
        ReleaseTool(
            "list_tasks", "List the tasks of a release",
            "The tasks of a release in order, filtered by title, state or owner.",
            [
                .release, .text("title", "Part of the title, whatever its case"),
                .list("statuses", "Only in these states, such as IN_PROGRESS, FAILED, PLANNED, COMPLETED"),
                .text("owner", "User name of the owner"),
            ] + Parameter.paging
        ) { arguments, session in
            let release = try await session.release(arguments.id("release", .release))
            let statuses = arguments.texts("statuses").map { Set($0.map { $0.uppercased() }) }
            let found = release.allTasks.filter { _, task in
                (statuses?.contains(task.status ?? "") ?? true)
                    && (arguments.text("owner").map { $0 == task.owner } ?? true)
                    && (arguments.text("title").map { (task.title ?? "").localizedCaseInsensitiveContains($0) } ?? true)
            }
            return arguments.page(of: found) { TaskSummary($0.task, phase: $0.phase.title) }
        },
        ReleaseTool(
            "list_active_tasks", "Active tasks of a release", "The tasks that run, wait or have failed now.",
            [.release] + Parameter.paging
        ) { arguments, session in
            let path = try await session.allowed(arguments.id("release", .release), .release)
            let tasks: [ReleaseTask] = try await session.read(.get("releases/\(path)/active-tasks"))
            return arguments.page(of: tasks) { TaskSummary($0) }
        },
        ReleaseTool(
            "get_task", "Get a task", "One task: state, owner, conditions of a gate, the newest comments.", [.task]
        ) { arguments, session in
            TaskDetail(try await session.task(arguments.id("task", .task)), at: session.client.address)
        },
        ReleaseTool(
            "list_task_variables", "What a task asks for",
            "The variables that a user input task needs before it can be completed.", [.task] + Parameter.paging
        ) { arguments, session in
            let path = try await session.allowed(arguments.id("task", .task), .task)
            let variables: [Variable] = try await session.read(.get("tasks/\(path)/variables"))
            return arguments.page(of: variables, VariableAnswer.init)
        },
    ]
}
