/// What people may choose to hear of, in their words.
package enum EventKind: String, Sendable, Hashable, CaseIterable {
    case created, started, completed, failed, aborted, phases, tasks, status, comments, changes

    /// What Release calls it, and the news of Jira.
    package var events: [String] {
        switch self {
        case .created: ["RELEASE_CREATED_FROM_TEMPLATE", "ISSUE_CREATED"]
        case .started: ["RELEASE_STARTED", "RELEASE_RESUMED", "RELEASE_RESTARTED"]
        case .completed: ["RELEASE_COMPLETED"]
        case .failed: ["RELEASE_FAILED", "TASK_FAILED"]
        case .aborted: ["RELEASE_ABORTED"]
        case .phases: ["PHASE_STARTED", "PHASE_COMPLETED"]
        case .tasks: ["TASK_STARTED", "TASK_COMPLETED", "TASK_SKIPPED", "TASK_FAILED"]
        case .status: ["ISSUE_STATUS"]
        case .comments: ["ISSUE_COMMENTED"]
        case .changes: ["ISSUE_CHANGED"]
        }
    }

    func word(_ language: Language) -> String { language == .german ? german : rawValue }

    /// Nil for a word of neither language.
    init?(_ word: String) {
        let word = word.lowercased()
        guard let kind = Self.allCases.first(where: { [$0.rawValue, $0.german].contains(word) }) else { return nil }
        self = kind
    }

    /// The kinds that a subscription was made for.
    static func chosen(by events: [String]) -> [EventKind] {
        allCases.filter { Set($0.events).isSubset(of: events) }
    }

    static func list(_ language: Language) -> String {
        allCases.map { "`\($0.word(language))`" }.joined(separator: ", ")
    }

    private var german: String {
        switch self {
        case .created: "angelegt"
        case .started: "gestartet"
        case .completed: "abgeschlossen"
        case .failed: "fehlgeschlagen"
        case .aborted: "abgebrochen"
        case .phases: "phasen"
        case .tasks: "aufgaben"
        case .status: "stand"
        case .comments: "kommentare"
        case .changes: "änderungen"
        }
    }
}
