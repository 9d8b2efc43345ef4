import Foundation

/// A task as the API gives it.
struct ReleaseTask: Decodable, Sendable {
    struct Comment: Decodable, Sendable {
        let author: String?
        let date: Date?
        let text: String?
    }

    struct Condition: Decodable, Sendable {
        let id: String?
        let title: String?
        let checked: Bool?
    }

    let id: String
    let type: String?
    let title: String?
    let description: String?
    let owner: String?
    let team: String?
    let status: String?
    let statusLine: String?
    let scheduledStartDate: Date?
    let dueDate: Date?
    let startDate: Date?
    let endDate: Date?
    let failuresCount: Int?
    let locked: Bool?
    let comments: Lenient<[Lenient<Comment>]>?
    let conditions: Lenient<[Lenient<Condition>]>?
    /// Of a group.
    let tasks: Lenient<[Lenient<ReleaseTask>]>?

    var withChildren: [ReleaseTask] {
        [self] + (tasks?.value ?? []).compactMap(\.value).flatMap(\.withChildren)
    }

    var allComments: [Comment] { (comments?.value ?? []).compactMap(\.value) }
    var allConditions: [Condition] { (conditions?.value ?? []).compactMap(\.value) }

    /// The kind in short: `xlrelease.GateTask` is `gate`.
    var kind: String {
        switch type {
        case nil: "task"
        case "xlrelease.Task": "manual"
        case "xlrelease.GateTask": "gate"
        case "xlrelease.UserInputTask": "user input"
        case let type?: Text.line(type.replacing("xlrelease.", with: ""), limit: 80)
        }
    }

    /// It needs somebody or something now.
    var isActive: Bool {
        guard let status else { return false }
        return !["PLANNED", "COMPLETED", "COMPLETED_IN_ADVANCE", "SKIPPED", "SKIPPED_IN_ADVANCE", "ABORTED"].contains(
            status)
    }

    var isDone: Bool {
        guard let status else { return false }
        return ["COMPLETED", "COMPLETED_IN_ADVANCE", "SKIPPED", "SKIPPED_IN_ADVANCE"].contains(status)
    }
}
