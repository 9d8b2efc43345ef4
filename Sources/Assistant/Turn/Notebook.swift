import LanguageModel
import Logging
import Records
import Synchronization

/// The records, as one turn uses them: once they cannot be reached they are left alone, and the turn goes on without.
final class Notebook: Sendable {
    private let records: Records?
    private let logger: Logger
    private let lost = Mutex(false)

    init(_ records: Records?, logger: Logger) {
        self.records = records
        self.logger = logger
        if records == nil { lost.withLock { $0 = true } }
    }

    /// Something of this turn could not be read or kept.
    var isAway: Bool { lost.withLock(\.self) }

    /// What `body` makes of the records; nil where they cannot be reached.
    func ask<Value: Sendable>(_ body: (Records) async throws -> Value) async -> Value? {
        guard let records, !isAway else { return nil }
        do {
            return try await body(records)
        } catch {
            if Task.isCancelled { return nil }
            logger.warning("the records cannot be reached", metadata: ["error": "\(error)"])
            lost.withLock { $0 = true }
            return nil
        }
    }

    /// What was said in the conversation until now, oldest first.
    func history(before question: Question, limit: Int) async -> [ContextEntry] {
        let messages = await ask { try await $0.conversations.history(of: question.conversation, limit: limit) } ?? []
        var entries = messages.compactMap { message -> ContextEntry? in
            switch message.role {
            case .person: ContextEntry(.user(message.text))
            case .assistant: ContextEntry(.assistant(message.text))
            case .tool, .system: nil
            }
        }
        // Recorded when it was begun first.
        if question.isRepeated, entries.last?.message == .user(question.text) { entries.removeLast() }
        return entries
    }

    func write(_ question: Question) async {
        if question.isRepeated { return }
        _ = await ask {
            try await $0.conversations.append(
                conversation: question.conversation, person: question.person.id, role: .person, text: question.text,
                channel: question.channel, reference: question.reference)
        }
    }

    func write(_ answer: String, to question: Question) async {
        _ = await ask {
            try await $0.conversations.append(
                conversation: question.conversation, person: question.person.id, role: .assistant, text: answer,
                channel: question.channel)
        }
    }
}
