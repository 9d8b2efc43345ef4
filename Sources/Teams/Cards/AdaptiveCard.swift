import JSONValues

/// An Adaptive Card of version 1.5, as far as Reva needs it.
package struct AdaptiveCard: Equatable, Sendable {
    package var body: [CardElement]
    /// Teams shows six at most; more are left out.
    package var actions: [CardAction]
    /// What is shown and read aloud where the card cannot be.
    package var fallbackText: String
    /// Whether the card takes the whole width of the conversation.
    package var isWide = false
    /// People whose client asks for a view of their own, 60 at most; asking must not change anything.
    package var refresh: Refresh?
    package var mentions: [Activity.Mention] = []

    package struct Refresh: Equatable, Sendable {
        package var verb: String
        package var data: JSON
        package var userIDs: [String]

        package init(verb: String, data: JSON, userIDs: [String]) {
            self.verb = verb
            self.data = data
            self.userIDs = userIDs
        }
    }

    package init(body: [CardElement], actions: [CardAction] = [], fallbackText: String) {
        self.body = body
        self.actions = actions
        self.fallbackText = fallbackText
    }

    static let contentType = "application/vnd.microsoft.card.adaptive"

    package var json: JSON {
        .fields([
            "type": "AdaptiveCard", "version": "1.5", "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "fallbackText": .string(fallbackText), "body": .array(body.map(\.json)),
            "actions": actions.isEmpty ? nil : .array(actions.prefix(6).map(\.json)),
            "refresh": refresh.map { refresh in
                [
                    "action": CardAction.execute(title: "Refresh", verb: refresh.verb, data: refresh.data).json,
                    "userIds": .array(refresh.userIDs.prefix(60).map(JSON.string)),
                ]
            },
            "msteams": isWide || !mentions.isEmpty
                ? .fields([
                    "width": isWide ? "full" : nil,
                    "entities": mentions.isEmpty ? nil : .array(mentions.map(\.entity)),
                ]) : nil,
        ])
    }

    var attachment: JSON { ["contentType": .string(Self.contentType), "content": json] }
}
