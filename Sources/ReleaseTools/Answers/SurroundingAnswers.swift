import Foundation
import MCP

struct VariableAnswer: Answer {
    let id: String?
    let key: String
    /// Left out when it is empty, and always for passwords.
    let value: String?
    let label: String?
    let description: String?
    let isRequired: Bool
    let isPassword: Bool

    init(_ variable: Variable) {
        id = variable.id
        key = Text.line(variable.key ?? "")
        value = variable.isPassword ? nil : variable.value?.value.map { Text.block($0.text, limit: 1_000) }
        label = variable.label.map { Text.line($0) }
        description = variable.description.map { Text.line($0) }
        isRequired = variable.requiresValue ?? false
        isPassword = variable.isPassword
    }

    static let schema = Shape.object(
        [
            "id": Shape.text(), "key": Shape.text(), "value": Shape.text("never that of a password"),
            "label": Shape.text(), "description": Shape.text(), "isRequired": Shape.flag(), "isPassword": Shape.flag(),
        ],
        optional: ["id", "value", "label", "description"])
}

struct FolderAnswer: Answer {
    let id: String
    let title: String
    /// Titles from the root, with slashes between.
    let path: String

    static let schema = Shape.object(["id": Shape.text(), "title": Shape.text(), "path": Shape.text()])
}

struct TeamAnswer: Answer {
    let team: String
    let members: [String]

    init(_ team: Team) {
        self.team = Text.line(team.teamName ?? "")
        members = (team.members ?? []).prefix(100).compactMap { $0.name ?? $0.fullName }.map { Text.line($0) }
    }

    static let schema = Shape.object(["team": Shape.text(), "members": Shape.list(of: Shape.text())])
}

struct UserAnswer: Answer {
    let username: String
    let fullName: String?
    let email: String?

    init(_ user: User) {
        username = Text.line(user.username ?? "")
        fullName = user.fullName.map { Text.line($0) }
        email = user.email.map { Text.line($0) }
    }

    static let schema = Shape.object(
        ["username": Shape.text(), "fullName": Shape.text(), "email": Shape.text()], optional: ["fullName", "email"])
}

struct ActivityAnswer: Answer {
    let date: Date?
    let user: String?
    let event: String?
    let message: String

    init(_ entry: ActivityEntry) {
        date = entry.activityDate
        user = entry.username.map { Text.line($0) }
        event = entry.eventType.map { Text.line($0, limit: 80) }
        message = Text.line(entry.message ?? "", limit: 500)
    }

    static let schema = Shape.object(
        ["date": Shape.date(), "user": Shape.text(), "event": Shape.text(), "message": Shape.text()],
        optional: ["date", "user", "event"])
}

struct RiskAnswer: Answer {
    struct Assessment: Answer {
        let headline: String
        let score: Int
        let messages: [String]
        static let schema = Shape.object([
            "headline": Shape.text(), "score": Shape.integer(), "messages": Shape.list(of: Shape.text()),
        ])
    }

    let score: Int
    let total: Int?
    let assessments: [Assessment]

    init(_ risk: Risk) {
        score = risk.score ?? 0
        total = risk.totalScore
        assessments = (risk.riskAssessments ?? []).map {
            Assessment(
                headline: Text.line($0.headline ?? ""), score: $0.score ?? 0,
                messages: ($0.messages ?? []).prefix(10).map { Text.line($0) })
        }
    }

    static let schema = Shape.object(
        [
            "score": Shape.integer("0 to 100, the worst of its parts"), "total": Shape.integer(),
            "assessments": Shape.list(of: Assessment.schema),
        ],
        optional: ["total"])
}

struct CountAnswer: Answer {
    let total: Int
    let byStatus: [String: Int]
    let archived: Int

    static let schema = Shape.object([
        "total": Shape.integer("releases that are not archived"), "byStatus": Shape.counts(),
        "archived": Shape.integer(),
    ])
}

/// That something was done to which thing.
struct Done: Answer {
    let done: String
    static let schema = Shape.object(["done": Shape.text("what was done")])
}
