import Foundation
import Hummingbird
import NIOCore

extension StandInCloud {
    nonisolated func addConnector(to router: Router<StandInContext>) {
        let path: RouterPath = "v3/conversations/:conversation/activities"
        router.post(path) { request, context in
            try await self.operation(request, context) { await self.post($0, conversation: $1, kind: .sent) }
        }
        router.post("\(path)/:activity") { request, context in
            let original = try context.activity
            return try await self.operation(request, context) { body, conversation in
                // What people said is not known here; only answers to what the bot itself sent could be checked.
                self.logger.debug("an answer", metadata: ["to": "\(original)"])
                return await self.post(body, conversation: conversation, kind: .replied)
            }
        }
        router.put("\(path)/:activity") { request, context in
            let activity = try context.activity
            return try await self.operation(request, context) { body, conversation in
                await self.change(activity, conversation: conversation, kind: .updated, body: body)
            }
        }
        router.delete("\(path)/:activity") { request, context in
            let activity = try context.activity
            return try await self.operation(request, context) { _, conversation in
                await self.change(activity, conversation: conversation, kind: .deleted, body: Data())
            }
        }
        router.post("v3/conversations") { request, context in
            try await self.operation(request, context) { body, _ in await self.create(body) }
        }
        router.get("v3/conversations/:conversation/members/:member") { request, context in
            let id = try context.segment("member")
            return try await self.operation(request, context) { _, conversation in
                let member = await self.members[conversation]?.first { $0["id"] as? String == id }
                return member.map { .json($0) } ?? .error(404, "MemberNotFoundInConversation", "no such member")
            }
        }
        router.get("v3/conversations/:conversation/pagedmembers") { request, context in
            let token = request.uri.queryParameters.get("continuationToken").flatMap { Int($0) } ?? 0
            return try await self.operation(request, context) { _, conversation in
                let members = await self.members[conversation] ?? []
                // Pages of two, so that there are several.
                var page: [String: any Sendable] = ["members": Array(members.dropFirst(token).prefix(2))]
                if token + 2 < members.count { page["continuationToken"] = String(token + 2) }
                return .json(page)
            }
        }
    }

    /// Everything that Teams checks before it looks at what is asked for.
    private nonisolated func operation(
        _ request: Request, _ context: StandInContext, _ body: (Data, String) async -> Response
    ) async throws -> Response {
        let data = Data((try await request.body.collect(upTo: 4 << 20)).readableBytesView)
        let conversation = (try? context.segment("conversation")) ?? ""
        let authorization = request.headers[.authorization]
        return try await answer(at: .connector, context) {
            guard await isAuthorized(authorization) else {
                return .error(401, "BotNotRegistered", "Authorization has been denied for this request.")
            }
            // Teams counts in UTF-16.
            guard String(decoding: data, as: UTF8.self).utf16.count * 2 <= 100 << 10 else {
                return .error(413, "MessageSizeTooBig", "Message size too large")
            }
            guard await begin(conversation) else { return .error(412, "PreconditionFailed", "parallel operations") }
            let response =
                await isWithinRate(conversation)
                ? await body(data, conversation)
                : Response.error(429, "Throttled", "too many requests", retryAfter: "1")
            await end(conversation)
            return response
        }
    }

    private func post(_ body: Data, conversation: String, kind: Delivery.Kind) -> Response {
        guard let activity = try? JSONSerialization.jsonObject(with: body) as? [String: Any],
            let type = activity["type"] as? String
        else { return .error(400, "BadSyntax", "the activity cannot be read") }
        let entities = activity["entities"] as? [[String: Any]] ?? []
        if let info = entities.first(where: { $0["type"] as? String == "streaminfo" }) {
            return stream(info, activity, body: body, conversation: conversation)
        }
        let id = newID()
        record(kind, conversation: conversation, activity: id, body: body)
        return type == "typing" ? .json([:], status: 200) : .json(["id": id], status: 201)
    }

    private func stream(
        _ info: [String: Any], _ activity: [String: Any], body: Data, conversation: String
    ) -> Response {
        // Personal chats have ids of this form.
        guard conversation.hasPrefix("a:") else {
            return .error(403, "ContentStreamNotAllowed", "Content stream is not allowed")
        }
        let type = info["streamType"] as? String ?? ""
        let text = activity["text"] as? String ?? ""
        guard let id = info["streamId"] as? String else {
            guard info["streamSequence"] as? Int == 1, !text.isEmpty else {
                return .error(400, "BadRequest", "Start streaming activities should include text")
            }
            let id = newID()
            streams[id] = StreamState(text: type == "streaming" ? text : "")
            record(.sent, conversation: conversation, activity: id, body: body)
            return .json(["id": id], status: 201)
        }
        guard var state = streams[id] else { return .error(404, "ActivityNotFoundInConversation", "no such stream") }
        let verdict = state.take(type: type, sequence: info["streamSequence"] as? Int, text: text)
        streams[id] = state
        switch verdict {
        case .taken:
            record(.sent, conversation: conversation, activity: id, body: body)
            return type == "final" ? .json(["id": id], status: 202) : .json([:], status: 202)
        case .outOfOrder: return .error(202, "ContentStreamSequenceOrderPreConditionFailed", "out of order")
        case .refused(let message): return .error(403, "ContentStreamNotAllowed", message)
        }
    }

    private func change(_ activity: String, conversation: String, kind: Delivery.Kind, body: Data) -> Response {
        guard exists(activity, in: conversation) else {
            return .error(404, "ActivityNotFoundInConversation", "no such activity")
        }
        record(kind, conversation: conversation, activity: activity, body: body)
        return .json(kind == .updated ? ["id": activity] : [:])
    }

    private func create(_ body: Data) -> Response {
        guard let json = try? JSONSerialization.jsonObject(with: body) as? [String: Any] else {
            return .error(400, "BadSyntax", "the conversation cannot be read")
        }
        let channel = ((json["channelData"] as? [String: Any])?["channel"] as? [String: Any])?["id"] as? String
        if let channel, let activity = json["activity"] {
            let id = newID()
            let thread = "\(channel);messageid=\(id)"
            let data = (try? JSONSerialization.data(withJSONObject: activity)) ?? Data()
            record(.sent, conversation: thread, activity: id, body: data)
            return .json(["id": thread, "activityId": id], status: 201)
        }
        guard let member = (json["members"] as? [[String: Any]])?.first?["id"] as? String else {
            return .error(400, "BadArgument", "a member is missing")
        }
        // The same person gets the same chat.
        return .json(["id": "a:chat-of-\(member)"], status: 201)
    }
}

extension StandInContext {
    var activity: String { get throws { try segment("activity") } }

    func segment(_ name: String) throws -> String {
        guard let text = parameters.get(name)?.removingPercentEncoding else { throw HTTPError(.badRequest) }
        return text
    }
}
