import Foundation

/// A release or a template as the API gives it; what a version of Release leaves out is nil.
struct Release: Decodable, Sendable {
    let id: String
    let title: String?
    let description: String?
    let owner: String?
    let status: String?
    let scheduledStartDate: Date?
    let dueDate: Date?
    let startDate: Date?
    let endDate: Date?
    let flagStatus: String?
    let flagComment: String?
    let tags: [String]?
    /// Only ids, or nothing, where little depth was asked for.
    let phases: Lenient<[Lenient<Phase>]>?
    let variables: Lenient<[Lenient<Variable>]>?
    let folderId: String?
    let originTemplateId: String?
    let abortComment: String?

    var allPhases: [Phase] { (phases?.value ?? []).compactMap(\.value) }
    var allVariables: [Variable] { (variables?.value ?? []).compactMap(\.value) }

    /// Each task with its phase, groups opened.
    var allTasks: [(phase: Phase, task: ReleaseTask)] {
        allPhases.flatMap { phase in phase.allTasks.map { (phase, $0) } }
    }

    /// Where it lies: the folder's id; nil at the root.
    var folder: String? {
        let parts = id.split(separator: "/").prefix { !$0.hasPrefix("Release") }
        return parts.count > 1 ? parts.joined(separator: "/") : folderId
    }
}

struct Phase: Decodable, Sendable {
    let id: String
    let title: String?
    let description: String?
    let status: String?
    let startDate: Date?
    let endDate: Date?
    let dueDate: Date?
    let tasks: Lenient<[Lenient<ReleaseTask>]>?

    var allTasks: [ReleaseTask] { (tasks?.value ?? []).compactMap(\.value).flatMap(\.withChildren) }
}

/// A value that may have another shape than we know, such as a reference in place of the thing: then it is nil.
struct Lenient<Value: Decodable & Sendable>: Decodable, Sendable {
    let value: Value?
    init(from decoder: any Decoder) throws { value = try? Value(from: decoder) }
}
