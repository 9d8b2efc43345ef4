import Hummingbird
import Logging
import NIOCore
import Records
import Teams

/// `POST /api/messages`: what Teams sends.
///
/// The token is checked, the activity recorded, and then it is acknowledged at once with 202; the answer comes later, over
/// the connector. Only an invoke is answered within the response, as Teams wants it. `Refusal` lists what else there is.
struct MessageRoute {
    let authentication: InboundAuthentication
    let queue: ConversationQueue
    /// Answers what somebody did with a card or a message of ours.
    let answerInvoke: @Sendable (Teams.Activity, Invoke) async -> InvokeAnswer
    let metrics: Metrics

    private static let sizeLimit = Teams.Activity.Limits().size

    func add(to router: Router<some RequestContext>) {
        router.post("api/messages") { request, context in
            do {
                return try await take(request, context.logger)
            } catch let refusal as Refusal {
                metrics.count(.messages, ["result": refusal.name])
                context.logger.info(
                    "an activity was refused", metadata: ["reason": "\(refusal.reason)", "status": "\(refusal.status)"])
                return refusal.response
            }
        }
    }

    private func take(_ request: Request, _ logger: Logger) async throws -> Response {
        // Nobody without a token makes us read anything.
        guard let authorization = request.headers[.authorization] else {
            throw Refusal(AuthenticationError(.noCredentials))
        }
        guard request.headers[.contentType]?.lowercased().hasPrefix("application/json") == true else {
            throw Refusal(.unsupportedMediaType, "type", "the body is not said to be JSON")
        }
        let body = try await body(of: request)
        let activity: Teams.Activity
        do {
            activity = try Teams.Activity(body)
            try await authentication.verify(activity, authorization: authorization)
        } catch let error as ActivityError {
            throw Refusal(error)
        } catch let error as AuthenticationError {
            throw Refusal(error)
        }
        if let invoke = Invoke(activity) { return await answer(to: invoke, activity, logger) }
        try await record(activity, body: body)
        return Response(status: .accepted)
    }

    private func body(of request: Request) async throws -> [UInt8] {
        do {
            return Array(buffer: try await request.body.collect(upTo: Self.sizeLimit))
        } catch is NIOTooManyBytesError {
            throw Refusal(.contentTooLarge, "size", "the body is larger than \(Self.sizeLimit) bytes")
        }
    }

    private func record(_ activity: Teams.Activity, body: [UInt8]) async throws {
        guard let kind = activity.kind, Self.recorded.contains(kind) else {
            return metrics.count(.messages, ["result": "ignored"])
        }
        // Two activities tell of the same installation.
        let known = TeamsConversation.isWelcome(activity) ? "welcome" : activity.id
        guard let reference = ConversationReference(activity), let id = known else {
            throw Refusal(.badRequest, "malformed", "the activity does not say from whom, to whom or where it is")
        }
        // The database's text takes every character but this one.
        guard !reference.conversation.id.utf8.contains(0), !id.utf8.contains(0) else {
            throw Refusal(.badRequest, "malformed", "an id has a character that no id has")
        }
        let arrival = Inbox.Arrival(
            conversation: reference.conversation.id, activity: id, body: String(decoding: body, as: UTF8.self))
        switch await queue.accept(arrival) {
        case .recorded: metrics.count(.messages, ["result": "accepted"])
        case .duplicate: metrics.count(.messages, ["result": "duplicate"])
        case .full: throw Refusal(.tooManyRequests, "full", "too many messages of the conversation wait")
        }
    }

    /// What somebody may wait for; the rest tells of nothing that has to be done.
    private static let recorded: Set<Teams.Activity.Kind> = [.message, .conversationUpdate, .installationUpdate]

    private func answer(to invoke: Invoke, _ activity: Teams.Activity, _ logger: Logger) async -> Response {
        let answer = await answerInvoke(activity, invoke)
        metrics.count(.messages, ["result": answer == .unknown ? "unknown" : "invoke"])
        var metadata = activity.metadata
        metadata["status"] = "\(answer.status)"
        logger.debug("an invoke was answered", metadata: metadata)
        guard let body = answer.body else { return Response(status: .init(code: answer.status)) }
        return Response(
            status: .init(code: answer.status), headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: body.bytes)))
    }
}
