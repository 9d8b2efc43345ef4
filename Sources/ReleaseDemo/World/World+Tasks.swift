import Foundation

/// How tasks move, and how the next one begins.
extension World {
    /// What a caller can do to a task.
    enum Move: String, Sendable { case complete, skip, fail, abort, retry, reopen, startNow }

    typealias TaskPlace = (release: Int, phase: Int, task: Int)

    subscript(_ place: TaskPlace) -> ReleaseTask {
        get { releases[place.release].phases[place.phase].tasks[place.task] }
        set { releases[place.release].phases[place.phase].tasks[place.task] = newValue }
    }

    mutating func move(_ place: TaskPlace, _ move: Move, comment: String?, by user: String) throws(Refusal) {
        let task = self[place]
        if task.locked, move != .startNow { throw .badRequest("Task '\(task.title)' is locked") }
        if releases[place.release].phases[place.phase].status.isEnded {
            throw .badRequest("The phase of task '\(task.title)' has ended")
        }
        let target = try Self.status(after: move, of: task)
        if move == .complete, target == .completed { try requireComplete(task, of: releases[place.release]) }
        if let comment, !comment.isEmpty { self.comment(place, comment, by: user) }
        self[place].status = target
        switch target {
        case .failed: fail(place, by: user, reason: comment)
        case .inProgress: begin(place, by: user)
        default:
            if target.isEnded { self[place].endDate = now }
            let event = move == .reopen ? "REOPENED" : target.rawValue
            note(
                place.release, user, "TASK_\(event)", "\(Self.past[move] ?? "Changed") task '\(task.title)'",
                target: task.id)
        }
        proceed(place.release)
    }

    private static let past: [Move: String] = [.complete: "Completed", .skip: "Skipped", .reopen: "Reopened"]

    /// - Throws: when a task in this state does not take the move.
    private static func status(after move: Move, of task: ReleaseTask) throws(Refusal) -> TaskStatus {
        switch (move, task.status) {
        case (.complete, .inProgress) where !task.type.isAutomated: .completed
        case (.complete, .planned): .completedInAdvance
        case (.skip, .inProgress), (.skip, .failed), (.skip, .pending): .skipped
        case (.skip, .planned): .skippedInAdvance
        case (.fail, .inProgress), (.abort, .inProgress): .failed
        case (.retry, .failed): .inProgress
        case (.reopen, .completedInAdvance), (.reopen, .skippedInAdvance): .planned
        case (.startNow, .pending): .inProgress
        default:
            throw .badRequest(
                "Task '\(task.title)' is \(task.status.rawValue): it cannot be changed by \(move.rawValue)")
        }
    }

    private func requireComplete(_ task: ReleaseTask, of release: Release) throws(Refusal) {
        if let open = task.conditions?.first(where: { !$0.checked }) {
            throw .badRequest("Gate '\(task.title)' has an open condition: \(open.title)")
        }
        for key in task.variables ?? [] {
            let value = release.variables.first { $0.key == key }?.value
            if (value ?? "").isEmpty { throw .badRequest("Variable '\(key)' requires a value") }
        }
    }

    mutating func comment(_ place: TaskPlace, _ text: String, by user: String) {
        let comment = ReleaseTask.Comment(
            id: identifier("\(self[place].id)/Comment"), author: user, date: now, text: text)
        self[place].comments.append(comment)
        note(
            place.release, user, "COMMENT_ADDED", "Added comment on task '\(self[place].title)'", target: self[place].id
        )
    }

    mutating func assign(_ place: TaskPlace, to owner: String, by user: String) {
        self[place].owner = owner
        note(
            place.release, user, "TASK_ASSIGNED_TO", "Assigned task '\(self[place].title)' to \(owner)",
            target: self[place].id)
    }

    private mutating func begin(_ place: TaskPlace, by user: String) {
        self[place].status = .inProgress
        self[place].startDate = now
        self[place].endDate = nil
        self[place].statusLine = nil
        note(place.release, user, "TASK_STARTED", "Started task '\(self[place].title)'", target: self[place].id)
    }

    mutating func fail(_ place: TaskPlace, by user: String, reason: String?) {
        self[place].status = .failed
        self[place].failuresCount += 1
        self[place].statusLine = reason
        releases[place.release].phases[place.phase].status = .failed
        note(
            place.release, user, "TASK_FAILED",
            "Failed task '\(self[place].title)'\(reason.map { ": \($0)" } ?? "")", target: self[place].id)
        if releases[place.release].status != .failed {
            releases[place.release].status = .failed
            note(
                place.release, user, "RELEASE_FAILED", "Release failed at task '\(self[place].title)'",
                target: releases[place.release].id)
        }
    }

    /// Goes on where the release stands until something has to be waited for.
    mutating func proceed(_ index: Int) {
        while releases[index].status == .inProgress || releases[index].status == .failed {
            guard let phase = releases[index].phases.firstIndex(where: { !$0.status.isEnded }) else {
                releases[index].status = .completed
                releases[index].endDate = now
                note(index, "System", "RELEASE_COMPLETED", "Completed release", target: releases[index].id)
                return
            }
            if releases[index].phases[phase].status == .planned {
                releases[index].phases[phase].status = .inProgress
                releases[index].phases[phase].startDate = now
                note(
                    index, "System", "PHASE_STARTED", "Started phase '\(releases[index].phases[phase].title)'",
                    target: releases[index].phases[phase].id)
            }
            if let task = releases[index].phases[phase].activeTask {
                settle((index, phase, task))
                return
            }
            guard let next = releases[index].phases[phase].tasks.firstIndex(where: { $0.status == .planned }) else {
                releases[index].phases[phase].status = .completed
                releases[index].phases[phase].endDate = now
                note(
                    index, "System", "PHASE_COMPLETED", "Completed phase '\(releases[index].phases[phase].title)'",
                    target: releases[index].phases[phase].id)
                continue
            }
            settle((index, phase, next))
            if self[(index, phase, next)].status == .planned {
                if let start = self[(index, phase, next)].scheduledStartDate, start > now {
                    self[(index, phase, next)].status = .pending
                } else {
                    begin((index, phase, next), by: "System")
                }
            }
            return
        }
    }

    /// Makes release and phase say what their active task says.
    private mutating func settle(_ place: TaskPlace) {
        let hasFailed = self[place].status == .failed
        releases[place.release].phases[place.phase].status = hasFailed ? .failed : .inProgress
        releases[place.release].status = hasFailed ? .failed : .inProgress
    }
}
