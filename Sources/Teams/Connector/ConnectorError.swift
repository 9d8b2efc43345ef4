/// Why something could not be sent, and with that what to do about it.
package struct ConnectorError: Error, Equatable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        /// The person blocked the bot, the bot is no longer in the conversation, or may not write there.
        case conversationClosed
        /// An administrator disabled the bot in the tenant.
        case botDisabled
        /// Our token is refused, also a new one; or none could be had.
        case unauthorized
        /// Refused for a reason that is none of the known ones.
        case forbidden
        /// There is no such conversation or activity.
        case notFound
        /// The message is too large.
        case tooLarge
        /// The answer's stream was refused.
        case stream(StreamRefusal)
        /// Teams does not understand what was sent.
        case rejected
        /// Too much was sent, and waiting would take too long.
        case throttled
        /// Teams could not be reached, or could not answer. Nothing has been delivered.
        case unavailable
        /// The connection broke after the message may have been taken. It may or may not have been delivered.
        case unknownDelivery
    }

    /// What is to be done about it.
    package enum Remedy: Sendable {
        /// Never send to this conversation again by ourselves.
        case deactivateConversation
        /// An administrator has to know.
        case alarm
        /// The old message is gone: a new one may be sent.
        case sendAnew
        /// The message has to be shortened.
        case shorten
        /// The same may be sent later.
        case tryLater
        /// Nothing by itself; a repetition could be a second delivery.
        case leave
    }

    package let reason: Reason
    /// The status of the answer; nil where there was none.
    package let status: Int?
    /// Microsoft's name of the error, such as `BotDisabledByAdmin`; often missing.
    package let code: String?
    package let summary: String

    init(_ reason: Reason, _ summary: String, status: Int? = nil, code: String? = nil) {
        self.reason = reason
        self.status = status
        self.code = code
        self.summary = summary
    }

    package var remedy: Remedy {
        switch reason {
        case .conversationClosed: .deactivateConversation
        case .botDisabled, .unauthorized: .alarm
        case .notFound: .sendAnew
        case .tooLarge: .shorten
        case .throttled, .unavailable: .tryLater
        case .forbidden, .stream, .rejected, .unknownDelivery: .leave
        }
    }

    package var hints: [String] {
        switch reason {
        case .unauthorized: ["Check the app id, the secret and the tenant of the bot registration."]
        case .botDisabled: ["Ask the administrator of Teams to allow the app."]
        case .unavailable: ["Check that this machine reaches the service URL of Teams."]
        default: []
        }
    }

    package var description: String { summary }
}

/// Why Teams does not go on with a streamed answer.
package enum StreamRefusal: Equatable, Sendable {
    /// Not in this conversation, or not for this bot.
    case notAllowed
    /// The person pressed Stop.
    case cancelledByUser
    /// The two minutes are over.
    case tooLong
    /// The last message has been sent already.
    case completed

    /// From the message of an answer with code `ContentStreamNotAllowed`, the only place that tells them apart.
    init(message: String) {
        let message = message.lowercased()
        self =
            if message.contains("cancel") {
                .cancelledByUser
            } else if message.contains("exceeded") {
                .tooLong
            } else if message.contains("completed") {
                .completed
            } else {
                .notAllowed
            }
    }
}
