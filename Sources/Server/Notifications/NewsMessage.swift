import Foundation
import Teams

/// News as people read them, in their language.
struct NewsMessage {
    let message: Message

    /// - Parameter locale: such as `de-DE`; English where it is another language, or none.
    init(_ news: News, locale: String?) {
        let isGerman = locale?.lowercased().hasPrefix("de") ?? false
        let what = Self.words[news.kind].map { isGerman ? $0.german : $0.english } ?? news.kind.lowercased()
        let title = "\(news.title): \(what)"
        var facts: [CardElement.Fact] = []
        if let task = news.task { facts.append(.init(isGerman ? "Aufgabe" : "Task", task)) }
        if let status = news.status { facts.append(.init(isGerman ? "Stand" : "Status", status)) }
        if let person = news.person, !person.isEmpty { facts.append(.init(isGerman ? "Von" : "By", person)) }
        facts.append(
            .init(isGerman ? "Zeit" : "Time", news.date.formatted(Self.time) + " UTC"))
        let link = news.link.map { [(title: isGerman ? "Öffnen" : "Open", url: $0)] } ?? []
        var message = Message(
            cards: [
                .message(
                    title: title, text: news.message, tone: Self.tone(of: news.kind), facts: facts, links: link)
            ])
        message.summary = String(title.prefix(200))
        self.message = message
    }

    private static let time = Date.ISO8601FormatStyle(dateTimeSeparator: .space).year().month().day().time(
        includingFractionalSeconds: false)

    private static func tone(of kind: String) -> CardElement.Tone {
        switch kind {
        case "RELEASE_FAILED", "TASK_FAILED", "RELEASE_ABORTED": .attention
        case "RELEASE_COMPLETED": .good
        default: .normal
        }
    }

    private static let words: [String: (english: String, german: String)] = [
        "RELEASE_CREATED_FROM_TEMPLATE": ("created", "angelegt"),
        "RELEASE_STARTED": ("started", "gestartet"),
        "RELEASE_RESUMED": ("resumed", "fortgesetzt"),
        "RELEASE_RESTARTED": ("restarted", "neu gestartet"),
        "RELEASE_FAILED": ("failed", "fehlgeschlagen"),
        "RELEASE_COMPLETED": ("completed", "abgeschlossen"),
        "RELEASE_ABORTED": ("aborted", "abgebrochen"),
        "RELEASE_DIGEST": ("several things happened", "mehreres ist geschehen"),
        "PHASE_STARTED": ("a phase started", "eine Phase hat begonnen"),
        "PHASE_COMPLETED": ("a phase completed", "eine Phase ist abgeschlossen"),
        "TASK_STARTED": ("a task started", "eine Aufgabe hat begonnen"),
        "TASK_FAILED": ("a task failed", "eine Aufgabe ist fehlgeschlagen"),
        "TASK_COMPLETED": ("a task completed", "eine Aufgabe ist abgeschlossen"),
        "ISSUE_CREATED": ("created", "angelegt"),
        "ISSUE_STATUS": ("has another status", "hat einen anderen Stand"),
        "ISSUE_CHANGED": ("changed", "geändert"),
        "ISSUE_COMMENTED": ("commented on", "kommentiert"),
        "ISSUE_DIGEST": ("several things happened", "mehreres ist geschehen"),
        "TASK_SKIPPED": ("a task was skipped", "eine Aufgabe wurde übersprungen"),
    ]
}
