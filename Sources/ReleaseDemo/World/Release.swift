import Foundation

/// A release or a template, with the fields of the REST API.
struct Release: Encodable, Sendable {
    var id: String
    var type = "xlrelease.Release"
    var title: String
    var description: String?
    var owner: String
    var status: ReleaseStatus
    var scheduledStartDate: Date?
    var dueDate: Date?
    var startDate: Date?
    var endDate: Date?
    var flagStatus = "OK"
    var flagComment: String?
    var tags: [String] = []
    var phases: [Phase] = []
    var variables: [Variable] = []
    var kind = "RELEASE"
    var folderId: String?
    var originTemplateId: String?
    var riskProfile = "Configuration/riskProfiles/RiskProfile0"
    var abortComment: String?
    var autoStart = false
    var calendarPublished = false
    var abortOnFailure = false

    /// Where the work stands: the phase that has begun and not ended, if there is one.
    var activePhase: Int? { phases.firstIndex { $0.status == .inProgress || $0.status == .failed } }

    var tasks: [ReleaseTask] { phases.flatMap(\.tasks) }

    /// 0 to 100, by what the product's standard assessors look at: failures, flags, delays.
    func risk(at now: Date) -> Risk {
        let failed = tasks.count { $0.status == .failed }
        let late = dueDate.map { $0 < now && !status.isEnded } ?? false
        return Risk(
            release: id,
            assessments: [
                ("Release flag", flagStatus == "AT_RISK" ? 80 : flagStatus == "ATTENTION_NEEDED" ? 40 : 0, flagComment),
                ("Failed tasks", min(failed * 60, 100), failed > 0 ? "\(failed) tasks have failed" : nil),
                ("Due date", late ? 50 : 0, late ? "the release is past its due date" : nil),
            ])
    }
}

struct Phase: Encodable, Sendable {
    var id: String
    var type = "xlrelease.Phase"
    var title: String
    var description: String?
    var status = PhaseStatus.planned
    var color = "#0079BC"
    var startDate: Date?
    var endDate: Date?
    var flagStatus = "OK"
    var originId: String?
    var tasks: [ReleaseTask] = []

    var activeTask: Int? { tasks.firstIndex { $0.status.isActive } }
}

/// What the assessors of the product say of a release.
struct Risk: Encodable, Sendable {
    struct Assessment: Encodable, Sendable {
        let id: String
        let type = "xlrelease.RiskAssessment"
        let riskAssessorId: String
        let score: Int
        let headline: String
        let messages: [String]
    }

    let id: String
    let type = "xlrelease.Risk"
    let score: Int
    let totalScore: Int
    let riskAssessments: [Assessment]

    init(release: String, assessments: [(headline: String, score: Int, message: String?)]) {
        id = "\(release)/Risk"
        riskAssessments = assessments.enumerated().map { number, one in
            Assessment(
                id: "\(release)/Risk/RiskAssessment\(number)",
                riskAssessorId: "Configuration/riskAssessors/RiskAssessor\(number)", score: one.score,
                headline: one.headline, messages: one.message.map { [$0] } ?? [])
        }
        score = assessments.map(\.score).max() ?? 0
        totalScore = assessments.map(\.score).reduce(0, +)
    }
}
