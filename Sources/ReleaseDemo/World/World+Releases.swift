import Foundation

/// How a release moves: started, paused, restarted, ended.
extension World {
    mutating func start(_ index: Int, by user: String) throws(Refusal) {
        guard releases[index].status == .planned else {
            throw .badRequest(
                "Release '\(releases[index].title)' is \(releases[index].status.rawValue), only a planned release can be started"
            )
        }
        releases[index].status = .inProgress
        releases[index].startDate = now
        note(index, user, "RELEASE_STARTED", "Started release", target: releases[index].id)
        proceed(index)
    }

    mutating func abort(_ index: Int, comment: String?, by user: String) throws(Refusal) {
        guard releases[index].status == .planned || releases[index].status.isActive else {
            throw .badRequest(
                "Release '\(releases[index].title)' is \(releases[index].status.rawValue) and cannot be aborted")
        }
        for phase in releases[index].phases.indices where !releases[index].phases[phase].status.isEnded {
            releases[index].phases[phase].status = .aborted
            for task in releases[index].phases[phase].tasks.indices
            where !releases[index].phases[phase].tasks[task].status.isEnded {
                releases[index].phases[phase].tasks[task].status = .aborted
            }
        }
        releases[index].status = .aborted
        releases[index].abortComment = comment
        releases[index].endDate = now
        note(
            index, user, "RELEASE_ABORTED", "Aborted release\(comment.map { " with comment: \($0)" } ?? "")",
            target: releases[index].id)
    }

    mutating func resume(_ index: Int, by user: String) throws(Refusal) {
        guard releases[index].status == .paused else {
            throw .badRequest(
                "Release '\(releases[index].title)' is \(releases[index].status.rawValue), only a paused release can be resumed"
            )
        }
        releases[index].status = .inProgress
        note(index, user, "RELEASE_RESUMED", "Resumed release", target: releases[index].id)
        proceed(index)
    }

    /// Ends the current phase and puts copies of the phases since `from` behind it. The release is paused afterwards.
    /// - Parameter task: tasks before it are skipped in the copy of its phase.
    mutating func restart(_ index: Int, from: Int, task: String?, by user: String) throws(Refusal) {
        guard releases[index].status.isActive, let current = releases[index].activePhase, from <= current else {
            throw .badRequest("Release '\(releases[index].title)' cannot be restarted from that phase")
        }
        for task in releases[index].phases[current].tasks.indices
        where !releases[index].phases[current].tasks[task].status.isEnded {
            releases[index].phases[current].tasks[task].status = .skipped
        }
        releases[index].phases[current].status = .skipped
        releases[index].phases[current].endDate = now
        let copies = releases[index].phases[from...current].map { phase in copy(phase, startingAt: task) }
        releases[index].phases.insert(contentsOf: copies, at: current + 1)
        releases[index].status = .paused
        note(
            index, user, "RELEASE_RESTARTED", "Restarted release from phase '\(releases[index].phases[from].title)'",
            target: releases[index].id)
    }

    private mutating func copy(_ phase: Phase, startingAt first: String?) -> Phase {
        var copy = phase
        let place = phase.id.split(separator: "/").dropLast().joined(separator: "/")
        copy.id = identifier("\(place)/Phase")
        copy.originId = phase.id
        copy.status = .planned
        copy.startDate = nil
        copy.endDate = nil
        let skipped = phase.tasks.firstIndex { $0.id == first } ?? 0
        copy.tasks = phase.tasks.enumerated().map { number, task in
            var fresh = renamed(task, in: copy.id)
            fresh.status = number < skipped ? .skippedInAdvance : .planned
            fresh.startDate = nil
            fresh.endDate = nil
            fresh.statusLine = nil
            fresh.comments = []
            return fresh
        }
        return copy
    }

    /// The same task with ids of its own, conditions included.
    private mutating func renamed(_ task: ReleaseTask, in phase: String) -> ReleaseTask {
        var fresh = task
        fresh.id = identifier("\(phase)/Task")
        for condition in fresh.conditions?.indices ?? 0..<0 {
            fresh.conditions?[condition].id = identifier("\(fresh.id)/GateCondition")
        }
        return fresh
    }

    /// A new release of a template, planned. The copy has ids of its own.
    mutating func create(
        from template: Int, title: String, folder: String?, values: [String: String], owner: String, by user: String
    ) throws(Refusal) -> Int {
        let origin = releases[template]
        guard origin.status == .template else { throw .badRequest("\(origin.id) is not a template") }
        let place = folder ?? origin.folderId
        if let place, !folders.contains(where: { $0.id == place }) { throw .notFound(place) }
        var release = origin
        release.id = identifier("\(place ?? "Applications")/Release")
        release.title = title
        release.status = .planned
        release.owner = owner
        release.folderId = place
        release.originTemplateId = origin.id
        for variable in release.variables.indices {
            release.variables[variable].id = identifier("\(release.id)/Variable")
            if let value = values[release.variables[variable].key] { release.variables[variable].value = value }
        }
        if let missing = release.variables.first(where: { $0.requiresValue && ($0.value ?? "").isEmpty }) {
            throw .badRequest("Variable '\(missing.key)' requires a value")
        }
        if let unknown = values.keys.sorted().first(where: { key in !release.variables.contains { $0.key == key } }) {
            throw .badRequest("Unknown variable '\(unknown)'")
        }
        for phase in release.phases.indices {
            release.phases[phase].id = identifier("\(release.id)/Phase")
            let id = release.phases[phase].id
            release.phases[phase].tasks = release.phases[phase].tasks.map { renamed($0, in: id) }
        }
        releases.append(release)
        note(
            releases.count - 1, user, "RELEASE_CREATED_FROM_TEMPLATE",
            "Created release '\(title)' from template '\(origin.title)'", target: release.id)
        return releases.count - 1
    }
}
