import Assistant
import Foundation
import Teams

/// What the assistant needs to know of an activity: who, where, and in which language.
struct TeamsConversation {
    let activity: Teams.Activity
    let reference: ConversationReference
    let person: Person
    let language: Language

    /// Nil for an activity that does not say who, whom or where.
    init?(_ activity: Teams.Activity) {
        guard let reference = ConversationReference(activity) else { return nil }
        self.activity = activity
        self.reference = reference
        // The id of Entra is the same for every bot and in every conversation.
        person = Person(
            id: reference.user.objectID ?? reference.user.id, name: reference.user.name ?? "")
        language = Language(locale: activity.locale)
    }

    /// True when the bot itself was added: by either of the activities that tell it.
    static func isWelcome(_ activity: Teams.Activity) -> Bool {
        switch activity.kind {
        case .conversationUpdate: activity.membersAdded.contains { $0.id == activity.recipient?.id }
        case .installationUpdate: ["add", "add-upgrade"].contains(activity.action)
        default: false
        }
    }

    func question(isRepeated: Bool) -> Question {
        Question(
            conversation: reference.conversation.id, person: person, text: activity.spokenText, language: language,
            kind: kind, channel: reference.channelID, reference: reference.json.text, isRepeated: isRepeated)
    }

    private var kind: Question.Kind {
        switch reference.conversation.kind {
        case .personal: .personal
        case .channel: .channel
        // Where it is not said, others may be there.
        case .groupChat, nil: .group
        }
    }
}
