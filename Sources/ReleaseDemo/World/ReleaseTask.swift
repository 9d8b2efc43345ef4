import Foundation

/// A task of a phase: a person's work, a gate, or a script.
struct ReleaseTask: Encodable, Sendable {
    enum Kind: String, Encodable, Sendable {
        case manual = "xlrelease.Task"
        case gate = "xlrelease.GateTask"
        case userInput = "xlrelease.UserInputTask"
        case script = "xlrelease.ScriptTask"
        case notification = "xlrelease.NotificationTask"

        var isAutomated: Bool { self == .script || self == .notification }
    }

    struct Comment: Encodable, Sendable {
        let id: String
        let type = "xlrelease.Comment"
        let author: String
        let date: Date
        let text: String
    }

    struct Condition: Encodable, Sendable {
        var id: String
        let type = "xlrelease.GateCondition"
        var title: String
        var checked = false
        var checkedDate: Date?
    }

    /// What the simulation does with a task once it runs; no part of the API.
    struct Plan: Sendable {
        /// After how long it ends by itself; nil waits for a caller.
        var duration: TimeInterval?
        /// How many attempts fail before one succeeds.
        var failures = 0
    }

    var id: String
    var type: Kind
    var title: String
    var description: String?
    var owner: String?
    var team: String?
    var watchers: [String] = []
    var status = TaskStatus.planned
    var statusLine: String?
    var scheduledStartDate: Date?
    var dueDate: Date?
    var startDate: Date?
    var endDate: Date?
    var flagStatus = "OK"
    var failuresCount = 0
    var locked = false
    var tags: [String] = []
    var comments: [Comment] = []
    /// Of gates; others have none in the JSON.
    var conditions: [Condition]?
    /// Keys of the release's variables that this task asks for.
    var variables: [String]?
    var plan = Plan()

    private enum CodingKeys: String, CodingKey {
        case id, type, title, description, owner, team, watchers, status, statusLine, scheduledStartDate, dueDate
        case startDate, endDate, flagStatus, failuresCount, locked, tags, comments, conditions, variables
    }
}
