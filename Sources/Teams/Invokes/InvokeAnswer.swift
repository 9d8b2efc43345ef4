import JSONValues

/// What is answered to an invoke, inside the answer to its HTTP request.
package struct InvokeAnswer: Equatable, Sendable {
    /// Of the HTTP answer.
    package let status: Int
    /// Nil for an empty body.
    package let body: JSON?

    private init(status: Int, body: JSON?) {
        self.status = status
        self.body = body
    }

    /// Puts a card in the place of the one whose button was pressed, for that person.
    package static func card(_ card: AdaptiveCard) -> Self {
        action(200, "application/vnd.microsoft.card.adaptive", card.json)
    }

    /// Shows a short text for a moment.
    package static func text(_ text: String) -> Self {
        action(200, "application/vnd.microsoft.activity.message", .string(text))
    }

    /// Says why it could not be done; the card stays.
    /// - Parameter isOurFault: false where the person, or the card, asked for what cannot be.
    package static func failure(_ message: String, isOurFault: Bool = false) -> Self {
        let code: JSON = isOurFault ? "InternalServerError" : "BadRequest"
        return action(
            isOurFault ? 500 : 400, "application/vnd.microsoft.error", ["code": code, "message": .string(message)])
    }

    /// The state of the card is not what the button needs.
    package static func preconditionFailed(_ message: String) -> Self {
        action(
            412, "application/vnd.microsoft.error.preconditionFailed",
            ["code": "PreconditionFailed", "message": .string(message)])
    }

    /// Shows a card in a dialog.
    package static func dialog(title: String, card: AdaptiveCard) -> Self {
        Self(
            status: 200,
            body: [
                "task": [
                    "type": "continue",
                    "value": ["title": .string(title), "height": "medium", "width": "medium", "card": card.attachment],
                ]
            ])
    }

    /// Closes a dialog with a text.
    package static func dialog(text: String) -> Self {
        Self(status: 200, body: ["task": ["type": "message", "value": .string(text)]])
    }

    /// It was taken, and there is nothing to say.
    package static let done = Self(status: 200, body: nil)
    /// Nobody here knows such an invoke.
    package static let unknown = Self(status: 501, body: nil)

    /// Of a card's button: the status is within the body, and that of HTTP is 200 whatever it is.
    private static func action(_ status: Int, _ type: String, _ value: JSON) -> Self {
        Self(status: 200, body: ["statusCode": .integer(status), "type": .string(type), "value": value])
    }
}
