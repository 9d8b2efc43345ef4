import JSONValues

/// Where to answer, and where to speak first later: kept from each activity, the latest counts.
///
/// The service URL in it is not trusted when it is read back from a store; see `ServiceURLs`.
package struct ConversationReference: Equatable, Sendable {
    /// The activity it was made from.
    package var activityID: String?
    package var user: Account
    package var bot: Account
    package var conversation: Conversation
    package var channelID: String
    package var serviceURL: String
    package var locale: String?

    package init(
        activityID: String? = nil, user: Account, bot: Account, conversation: Conversation, channelID: String,
        serviceURL: String, locale: String? = nil
    ) {
        self.activityID = activityID
        self.user = user
        self.bot = bot
        self.conversation = conversation
        self.channelID = channelID
        self.serviceURL = serviceURL
        self.locale = locale
    }

    /// From an activity that came in; nil where it does not say who, whom or where.
    package init?(_ activity: Activity) {
        guard let user = activity.from, let bot = activity.recipient, let conversation = activity.conversation,
            let channelID = activity.channelID, let serviceURL = activity.serviceURL
        else { return nil }
        self.init(
            activityID: activity.id, user: user, bot: bot, conversation: conversation, channelID: channelID,
            serviceURL: serviceURL, locale: activity.locale)
        if self.conversation.tenantID == nil { self.conversation.tenantID = activity.tenantIDs.min() }
    }

    /// The form in which references are stored, that of the Bot Framework.
    package var json: JSON {
        .fields([
            "activityId": activityID.map(JSON.string), "user": user.json, "bot": bot.json,
            "conversation": conversation.json, "channelId": .string(channelID), "serviceUrl": .string(serviceURL),
            "locale": locale.map(JSON.string),
        ])
    }

    /// - Throws: `TeamsError` when the text is no reference.
    package init(stored text: String) throws {
        guard let json = try? JSON(parsing: text, limits: JSON.Limits(size: 64 << 10, depth: 16), ambiguity: .refused),
            let user = Account(json["user"]), let bot = Account(json["bot"]),
            let conversation = Conversation(json["conversation"]), let channelID = json["channelId"]?.string,
            let serviceURL = json["serviceUrl"]?.string
        else { throw TeamsError("a stored conversation reference cannot be read") }
        self.init(
            activityID: json["activityId"]?.string, user: user, bot: bot, conversation: conversation,
            channelID: channelID, serviceURL: serviceURL, locale: json["locale"]?.string)
    }
}
