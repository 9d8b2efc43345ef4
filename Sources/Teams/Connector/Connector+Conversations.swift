import JSONValues

extension Connector {
    /// Opens the personal chat with somebody who has the app installed; opening it twice gives the same one.
    /// - Parameter reference: any that names the person, the bot and the tenant.
    /// - Returns: the reference of the personal chat.
    package func openPersonalChat(like reference: ConversationReference) async throws -> ConversationReference {
        let tenant = reference.conversation.tenantID
        let body = JSON.fields([
            "bot": reference.bot.json, "members": [JSON.fields(["id": .string(reference.user.id)])],
            "tenantId": tenant.map(JSON.string), "isGroup": false,
            "channelData": tenant.map { ["tenant": ["id": .string($0)]] },
        ])
        var call = call("opening a personal chat", .post, "/v3/conversations", body, in: reference)
        call.conversation = "personal chat of \(reference.user.id)"
        call.isIdempotent = true
        call.needsBody = true
        let answer = try await perform(call)
        guard let id = answer.json?["id"]?.string else {
            throw ConnectorError(.rejected, "opening a personal chat failed: the answer has no id")
        }
        var personal = reference
        personal.activityID = nil
        personal.conversation = Conversation(id: id, kind: .personal, tenantID: tenant)
        return personal
    }

    /// Starts a thread in a channel with its first message.
    /// - Parameter channel: the channel's id, as `Activity.channelOfTeam` gives it.
    /// - Returns: the reference of the thread.
    package func startThread(
        in channel: String, with message: Message, like reference: ConversationReference
    ) async throws -> ConversationReference {
        let tenant = reference.conversation.tenantID
        var activity = message.activity(to: reference)
        activity.fields["conversation"] = nil
        activity.fields["recipient"] = nil
        let body = JSON.fields([
            "bot": reference.bot.json, "isGroup": true, "tenantId": tenant.map(JSON.string),
            "channelData": .fields([
                "channel": ["id": .string(channel)], "tenant": tenant.map { ["id": .string($0)] },
            ]),
            "activity": activity.json,
        ])
        var call = call("starting a thread", .post, "/v3/conversations", body, in: reference)
        call.conversation = channel
        call.needsBody = true
        let answer = try await perform(call)
        guard let id = answer.json?["id"]?.string else {
            throw ConnectorError(.rejected, "starting a thread failed: the answer has no id")
        }
        var thread = reference
        thread.activityID = answer.json?["activityId"]?.string
        thread.conversation = Conversation(id: id, kind: .channel, tenantID: tenant)
        return thread
    }

    /// Somebody in a conversation.
    package func member(_ id: String, of reference: ConversationReference) async throws -> Account {
        let path = "/v3/conversations/\(reference.conversation.id.urlEncoded)/members/\(id.urlEncoded)"
        var call = call("asking for a member", .get, path, nil, in: reference)
        call.kind = .reading
        call.needsBody = true
        guard let account = Account(try await perform(call).json) else {
            throw ConnectorError(.rejected, "asking for a member failed: the answer is no member")
        }
        return account
    }

    /// Everybody in a conversation, asked for page by page.
    /// - Parameter limit: of members; where there are more, the rest is left out.
    package func members(of reference: ConversationReference, limit: Int = 10_000) async throws -> [Account] {
        let path = "/v3/conversations/\(reference.conversation.id.urlEncoded)/pagedmembers?pageSize=200"
        var members: [Account] = []
        var token: String?
        repeat {
            let page = token.map { "&continuationToken=\($0.urlEncoded)" } ?? ""
            var call = call("asking for the members", .get, path + page, nil, in: reference)
            call.kind = .reading
            call.needsBody = true
            let answer = try await perform(call).json
            let found = (answer?["members"]?.array ?? []).compactMap { Account($0) }
            members += found
            token = found.isEmpty ? nil : answer?["continuationToken"]?.string
        } while token?.isEmpty == false && members.count < limit
        return Array(members.prefix(limit))
    }
}
