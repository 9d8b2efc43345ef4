import JSONValues

extension Connector {
    /// Sends a message to a conversation.
    /// - Returns: the id of the new activity, for updates; nil where Teams gives none.
    @discardableResult
    package func send(_ message: Message, to reference: ConversationReference) async throws -> String? {
        try await post(message.activity(to: reference), to: reference, action: "sending a message")
    }

    /// Sends a message as the answer to the activity that the reference was made from.
    @discardableResult
    package func reply(_ message: Message, to reference: ConversationReference) async throws -> String? {
        var activity = message.activity(to: reference)
        activity.fields["replyToId"] = reference.activityID.map(JSON.string)
        return try await post(activity, to: reference, action: "answering")
    }

    /// Puts a message in the place of one that was sent.
    package func update(
        _ activityID: String, with message: Message, in reference: ConversationReference
    ) async throws {
        var activity = message.activity(to: reference)
        activity.fields["id"] = .string(activityID)
        let path = Self.path(reference.conversation.id, activityID)
        _ = try await perform(call("updating a message", .put, path, activity.json, in: reference))
    }

    /// Takes a message back that was sent. It is no error when it is gone already.
    package func delete(_ activityID: String, in reference: ConversationReference) async throws {
        do {
            let path = Self.path(reference.conversation.id, activityID)
            _ = try await perform(call("deleting a message", .delete, path, nil, in: reference))
        } catch let error as ConnectorError where error.reason == .notFound {
            return
        }
    }

    /// Shows for about three seconds that an answer is being written. Tried once.
    package func sendTyping(to reference: ConversationReference) async throws {
        var call = call(
            "showing that something is written", .post, Self.path(reference.conversation.id),
            Activity(outgoing: "typing", to: reference).json, in: reference)
        call.tries = 1
        _ = try await perform(call)
    }

    /// - Parameter tries: nil takes the connector's policy.
    func post(
        _ activity: Activity, to reference: ConversationReference, action: String, tries: Int? = nil
    ) async throws -> String? {
        var call = call(action, .post, Self.path(reference.conversation.id), activity.json, in: reference)
        call.tries = tries
        return try await perform(call).json?["id"]?.string
    }

    func call(
        _ action: String, _ method: Method, _ path: String, _ body: JSON?, in reference: ConversationReference
    ) -> Call {
        Call(
            action: action, method: method, serviceURL: serviceURLs.url(for: reference), path: path, body: body,
            conversation: reference.conversation.id, tenant: reference.conversation.tenantID ?? "",
            isIdempotent: method != .post)
    }

    static func path(_ conversation: String, _ activity: String? = nil) -> String {
        "/v3/conversations/\(conversation.urlEncoded)/activities" + (activity.map { "/\($0.urlEncoded)" } ?? "")
    }
}
