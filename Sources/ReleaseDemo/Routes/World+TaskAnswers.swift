import Foundation

/// `/api/v1/tasks` and `/api/v1/phases`
extension World {
    private struct CommentForm: Decodable { var comment: String? }

    private struct ConditionForm: Decodable {
        var title: String?
        var checked: Bool?
    }

    private struct TaskForm: Decodable {
        var title: String?
        var description: String?
        var dueDate: Date?
        var tags: [String]?
    }

    mutating func answerTasks(_ call: Call) throws(Refusal) -> Answer {
        if call.method == "GET", call.id.isEmpty, call.action == ["byTitle"] { return Answer(try tasksByTitle(call)) }
        if call.id.contains("/GateCondition") { return try answerCondition(call) }
        guard call.id.contains("/Task") else { throw .notFound(call.id) }
        let place = try findTask(call.id, for: call.account)
        let release = releases[place.release]
        switch (call.method, call.action.first, call.action.count) {
        case ("GET", nil, _): break
        case ("GET", "variables", 1):
            return Answer(release.variables.filter { self[place].variables?.contains($0.key) == true }.map(\.masked))
        case ("PUT", nil, _): try update(call, place)
        case ("POST", "comment", 1):
            guard let text = try call.read(CommentForm.self).comment, !text.isEmpty else {
                throw .badRequest("Comment must not be empty")
            }
            comment(place, text, by: call.account.username)
        case ("POST", "assign", 2):
            try require("release#reassign_task", call.account, release)
            guard account(named: call.action[1]) != nil else { throw .notFound(call.action[1]) }
            assign(place, to: call.action[1], by: call.account.username)
        case ("PUT", "lock", 1), ("DELETE", "lock", 1):
            try require("release#edit_task", call.account, release)
            self[place].locked = call.method == "PUT"
            return .empty
        case ("POST", let action?, 1):
            guard let move = Move(rawValue: action) else { throw .notFound("\(call.id)/\(action)") }
            guard release.status.isActive || release.status == .planned else {
                throw .badRequest("Release '\(release.title)' is \(release.status.rawValue)")
            }
            try requireTransition(call.account, self[place], of: release)
            let text = try call.read(CommentForm.self).comment
            try self.move(place, move, comment: text, by: call.account.username)
            return Answer(self[place])
        default: throw .notFound("\(call.id)/\(call.action.joined(separator: "/"))")
        }
        return Answer(self[place])
    }

    private func tasksByTitle(_ call: Call) throws(Refusal) -> [ReleaseTask] {
        guard let release = call.query["releaseId"], let title = call.query["taskTitle"] else {
            throw .badRequest("taskTitle and releaseId are required")
        }
        let index = try find(release, for: call.account)
        return releases[index].phases.filter { phase in call.query["phaseTitle"].map { $0 == phase.title } ?? true }
            .flatMap(\.tasks).filter { $0.title == title }
    }

    private mutating func update(_ call: Call, _ place: TaskPlace) throws(Refusal) {
        try require("release#edit_task", call.account, releases[place.release])
        let form: TaskForm = try call.read()
        self[place].title = form.title ?? self[place].title
        self[place].description = form.description ?? self[place].description
        self[place].dueDate = form.dueDate ?? self[place].dueDate
        self[place].tags = form.tags ?? self[place].tags
    }

    private mutating func answerCondition(_ call: Call) throws(Refusal) -> Answer {
        let task = call.id.split(separator: "/").dropLast().joined(separator: "/")
        let place = try findTask(task, for: call.account)
        let own = call.id.split(separator: "/").last.map(String.init) ?? ""
        guard let index = self[place].conditions?.firstIndex(where: { $0.id.hasSuffix("/\(own)") }),
            call.method == "POST"
        else { throw .notFound(call.id) }
        try requireTransition(call.account, self[place], of: releases[place.release])
        let form: ConditionForm = try call.read()
        guard var condition = self[place].conditions?[index] else { throw .notFound(call.id) }
        condition.checked = form.checked ?? condition.checked
        condition.checkedDate = condition.checked ? now : nil
        condition.title = form.title ?? condition.title
        self[place].conditions?[index] = condition
        return Answer(condition)
    }

    func answerPhases(_ call: Call) throws(Refusal) -> Answer {
        guard call.method == "GET" else { throw .notFound(call.id) }
        if call.id.isEmpty {
            guard let release = call.query["releaseId"], ["byTitle", "search"].contains(call.action.first) else {
                throw .badRequest("releaseId is required")
            }
            let phases = releases[try find(release, for: call.account)].phases
            return Answer(phases.filter { phase in call.query["phaseTitle"].map { $0 == phase.title } ?? true })
        }
        let place = try findPhase(call.id, for: call.account)
        return Answer(releases[place.release].phases[place.phase])
    }
}
