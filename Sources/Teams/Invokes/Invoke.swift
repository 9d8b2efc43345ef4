import Foundation
import JSONValues

/// Something that somebody did with a card or a message of ours, and waits for the answer to.
///
/// Whatever it carries can be forged by any member of the conversation: a ticket in it names something, and proves
/// nothing. Who did it is `Activity.from` of the verified request.
package enum Invoke: Equatable, Sendable {
    /// A button of a card; `isAutomatic` when a client only refreshes the card, which must change nothing.
    case cardAction(verb: String, data: JSON, isAutomatic: Bool)
    /// What somebody thinks of an answer.
    case feedback(isLike: Bool, comment: String?)
    case taskFetch(data: JSON)
    case taskSubmit(data: JSON)
    case signIn(name: String)
    case fileConsent(isAccepted: Bool, context: JSON)
    /// One that nobody here knows, or one that lacks what it needs.
    case unknown(name: String)

    /// Nil for an activity that is no invoke.
    package init?(_ activity: Activity) {
        guard activity.kind == .invoke else { return nil }
        let name = activity.name ?? ""
        let value = activity.value
        switch name {
        case "adaptiveCard/action":
            guard let action = value?["action"], let verb = action["verb"]?.string else { break }
            self = .cardAction(
                verb: verb, data: action["data"]?.unlessNull ?? [:],
                isAutomatic: value?["trigger"]?.string == "automatic")
            return
        case "message/submitAction":
            let feedback = value?["actionValue"]
            guard value?["actionName"]?.string == "feedback", let reaction = feedback?["reaction"]?.string else {
                break
            }
            self = .feedback(isLike: reaction == "like", comment: Self.comment(in: feedback?["feedback"]?.string))
            return
        case "task/fetch":
            self = .taskFetch(data: value?["data"]?.unlessNull ?? [:])
            return
        case "task/submit":
            self = .taskSubmit(data: value?["data"]?.unlessNull ?? [:])
            return
        case "signin/verifyState", "signin/tokenExchange", "signin/failure":
            self = .signIn(name: name)
            return
        case "fileConsent/invoke":
            self = .fileConsent(
                isAccepted: value?["action"]?.string == "accept", context: value?["context"]?.unlessNull ?? [:])
            return
        default: break
        }
        self = .unknown(name: name)
    }

    /// The comment comes as JSON within a string.
    private static func comment(in text: String?) -> String? {
        guard let text,
            let json = try? JSON(parsing: text, limits: JSON.Limits(size: 64 << 10, depth: 8), ambiguity: .refused)
        else {
            return nil
        }
        return json["feedbackText"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }
}
