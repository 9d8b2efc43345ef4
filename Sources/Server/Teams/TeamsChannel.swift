import Assistant
import Foundation
import Logging
import Records
import Teams

/// Deals with what Teams sent: answers people, greets them once, and stops telling a conversation that it left.
///
/// Whatever happens, somebody who asked is answered, or told why not.
package struct TeamsChannel: Sendable {
    let assistant: Assistant
    let connector: Connector
    let records: Records
    let metrics: Metrics
    let logger: Logger

    /// A message that waited longer is not answered any more, as if it had just come, but with a word about it.
    private static let patience: TimeInterval = 15 * 60
    /// Nobody remembers what they asked yesterday; it may be from before the database was restored.
    private static let longest: TimeInterval = 24 * 3600
    private static let tries = 4

    package init(
        assistant: Assistant, connector: Connector, records: Records, metrics: Metrics, logger: Logger
    ) {
        self.assistant = assistant
        self.connector = connector
        self.records = records
        self.metrics = metrics
        self.logger = logger
    }

    /// Deals with one message of the inbox.
    package func handle(_ message: Inbox.Message) async -> ConversationQueue.Outcome {
        guard let activity = try? Teams.Activity(Array(message.body.utf8)), let there = TeamsConversation(activity)
        else {
            return .finished("unreadable")
        }
        let start = ContinuousClock.now
        let outcome = await outcome(of: message, there)
        if case .finished(let word) = outcome, activity.kind == .message {
            metrics.count(.turns, ["result": word])
            metrics.measure(.turnDuration, ContinuousClock.now - start)
        }
        return outcome
    }

    private func outcome(of message: Inbox.Message, _ there: TeamsConversation) async -> ConversationQueue.Outcome {
        let activity = there.activity
        do {
            switch activity.kind {
            case .message: return try await answer(message, there)
            case .installationUpdate where ["remove", "remove-upgrade"].contains(activity.action):
                try await records.subscriptions.end(
                    inConversation: there.reference.conversation.id, because: "the app was removed")
                return .finished("left")
            default:
                guard TeamsConversation.isWelcome(activity) else { return .finished("ignored") }
                try await say(TeamsWords(language: there.language).welcome, there)
                return .finished("welcomed")
            }
        } catch is CancellationError {
            return .finished("cancelled")
        } catch let error as ConnectorError {
            return await outcome(of: error, message, there)
        } catch {
            logger.error("a message was not answered", metadata: ["error": "\(error)"])
            try? await say(TeamsWords(language: there.language).failed, there)
            return .finished("failed")
        }
    }

    private func answer(_ message: Inbox.Message, _ there: TeamsConversation) async throws -> ConversationQueue.Outcome
    {
        let words = TeamsWords(language: there.language)
        guard there.activity.addressesRecipient else { return .finished("unaddressed") }
        guard message.attempts <= Self.tries else {
            try await say(words.gaveUp, there)
            return .finished("gave up")
        }
        let age = -message.received.timeIntervalSinceNow
        guard age < Self.patience else {
            if age < Self.longest { try await say(words.tooLate(message.received), there) }
            return .finished("too late")
        }
        let question = there.question(isRepeated: message.attempts > 0)
        guard !question.text.isEmpty else {
            try await say(words.onlyText, there)
            return .finished("no text")
        }
        let reply = TeamsReply(to: there.reference, by: connector, language: there.language)
        try await assistant.answer(question, to: reply)
        return .finished("answered")
    }

    private func say(_ text: String, _ there: TeamsConversation) async throws {
        try await connector.reply(Message(text), to: there.reference)
    }

    private func outcome(
        of error: ConnectorError, _ message: Inbox.Message, _ there: TeamsConversation
    ) async -> ConversationQueue.Outcome {
        if case .stream(.cancelledByUser) = error.reason { return .finished("stopped") }
        logger.warning("an answer did not reach Teams", metadata: ["reason": "\(error.summary)"])
        switch error.remedy {
        case .deactivateConversation:
            // What cannot be recorded now fails again, and is recorded then.
            _ = try? await records.subscriptions.end(
                inConversation: there.reference.conversation.id, because: error.summary)
            return .finished("closed")
        case .tryLater: return later(message)
        // Whoever runs this will put the credentials right.
        case .alarm where error.reason == .unauthorized: return later(message)
        default: return .finished("undelivered")
        }
    }

    private func later(_ message: Inbox.Message) -> ConversationQueue.Outcome {
        message.attempts < Self.tries
            ? .postponed(seconds: 15 * Double(1 << min(message.attempts, 4))) : .finished("undelivered")
    }
}
