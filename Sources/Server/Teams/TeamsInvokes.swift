import Assistant
import Foundation
import Logging
import Records
import Teams

/// Answers what somebody did with a card or a message of ours, within the time that Teams waits.
package struct TeamsInvokes: Sendable {
    let assistant: Assistant
    let connector: Connector
    let records: Records
    let metrics: Metrics
    let logger: Logger

    package init(
        assistant: Assistant, connector: Connector, records: Records, metrics: Metrics, logger: Logger
    ) {
        self.assistant = assistant
        self.connector = connector
        self.records = records
        self.metrics = metrics
        self.logger = logger
    }

    package func answer(_ activity: Teams.Activity, _ invoke: Invoke) async -> InvokeAnswer {
        guard let there = TeamsConversation(activity) else { return .failure("it is not said who this is from") }
        switch invoke {
        case .cardAction(let verb, let data, false)
        where [AdaptiveCard.approveVerb, AdaptiveCard.declineVerb].contains(verb):
            guard let ticket = data["ticket"]?.string, ticket.utf8.count <= 200 else {
                return .failure("the card has no ticket")
            }
            return await decide(verb == AdaptiveCard.approveVerb, ticket: ticket, there)
        case .feedback(let isLike, _): return await feedback(isLike, there)
        default: return .unknown
        }
    }

    /// Decides on a ticket. The call itself may take long: then people see that it is under way, and the card changes when
    /// it has ended.
    private func decide(_ isApproved: Bool, ticket: String, _ there: TeamsConversation) async -> InvokeAnswer {
        let words = TeamsWords(language: there.language)
        let card = ApprovalCard(words: words)
        let decision = Decision(
            ticket: ticket, isApproved: isApproved, person: there.person,
            conversation: there.reference.conversation.id, language: there.language)
        return await InvokeAnswer.within(meanwhile: .card(.inProgress(title: words.inProgress, text: ""))) {
            let outcome = await assistant.decide(decision)
            guard outcome.isFinal else { return .text(outcome.text) }
            // Of another conversation nothing is shown, and for a ticket that was made up no message replaced.
            guard let call = try? await records.tickets.find(ticket), call.conversation == decision.conversation else {
                return .text(outcome.text)
            }
            let decided = card.decided(outcome, call.call)
            await replace(there, by: decided)
            return .card(decided)
        } late: { answer in
            // The card is in its place already; what is no card is a word for whoever pressed the button.
            logger.debug("a decision took long", metadata: ["status": "\(answer.status)"])
        }
    }

    /// For everybody: the answer to the invoke changes the card only for whoever pressed the button.
    private func replace(_ there: TeamsConversation, by card: AdaptiveCard) async {
        guard let activity = there.activity.replyToID else { return }
        do {
            try await connector.update(activity, with: Message(cards: [card]), in: there.reference)
        } catch {
            logger.warning("an approval's card was not replaced", metadata: ["error": "\(error)"])
        }
    }

    /// Counts it, and puts down who thinks so of which answer; what they wrote stays with them.
    private func feedback(_ isLike: Bool, _ there: TeamsConversation) async -> InvokeAnswer {
        metrics.count(.feedback, ["reaction": isLike ? "like" : "dislike"])
        do {
            try await records.activity.append(
                actor: there.person.id, action: isLike ? "liked an answer" : "disliked an answer",
                subject: there.activity.replyToID)
        } catch {
            logger.warning("feedback was not recorded", metadata: ["error": "\(error)"])
        }
        return .done
    }
}
