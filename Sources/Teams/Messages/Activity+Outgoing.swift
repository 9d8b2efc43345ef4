import JSONValues

extension Activity {
    /// An activity of ours to a conversation.
    init(outgoing type: String, to reference: ConversationReference) {
        let fields = JSON.fields([
            "type": .string(type), "from": reference.bot.json, "recipient": reference.user.json,
            "conversation": reference.conversation.json, "channelId": .string(reference.channelID),
            "serviceUrl": .string(reference.serviceURL), "locale": reference.locale.map(JSON.string),
        ])
        self.init(trusted: fields.object ?? [:])
    }
}
