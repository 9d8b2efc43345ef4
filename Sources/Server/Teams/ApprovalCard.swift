import Assistant
import Foundation
import Records
import Teams

/// The card that asks whether a call may be made, and what stands in its place afterwards.
struct ApprovalCard {
    let words: TeamsWords

    /// Shows the exact call. The buttons carry the ticket alone.
    func open(_ approval: Approval) -> AdaptiveCard {
        .approval(
            title: words.approvalTitle, requester: approval.requester.name,
            call: approval.lines.joined(separator: "\n"), ticket: approval.ticket,
            expiry: approval.expires.formatted(.iso8601),
            facts: approval.isChangedTool ? [.init(words.attention, words.changedTool)] : [], labels: labels)
    }

    /// For everybody: nobody can decide any more.
    func decided(_ outcome: DecisionOutcome, _ call: Tickets.Call) -> AdaptiveCard {
        .decided(
            title: words.title(of: outcome.kind), outcome: outcome.text, tone: Self.tone(of: outcome.kind),
            call: "\(call.server): \(call.tool)\n\(call.arguments)")
    }

    private var labels: AdaptiveCard.ApprovalLabels {
        .init(approve: words.approve, decline: words.decline, requester: words.askedBy, expiry: words.until)
    }

    private static func tone(of kind: DecisionOutcome.Kind) -> CardElement.Tone {
        switch kind {
        case .done: .good
        case .failed: .attention
        case .unknown, .stale, .decidedBefore, .notAllowed, .unavailable: .warning
        case .declined: .normal
        }
    }
}
