import Hummingbird
import JSONValues

extension HTTPEndpoint {
    /// The revisions before 2026-07-28: sessions.
    func initialize(_ call: Message.Request) -> Response {
        do throws(ProtocolError) {
            let (result, version) = try server.initialization(call.params)
            let session = sessions.open(version: version)
            var response = Response.message(.response(Message.Response(id: call.id, outcome: .success(result))))
            response.headers[.sessionID] = session.id
            return response
        } catch {
            return .refused(.badRequest, error, id: call.id)
        }
    }

    func answer(_ message: Message, in session: ServerSession, _ request: Request) async -> Response {
        guard case .request(let call) = message else {
            take(message, in: session)
            return Response(status: .accepted)
        }
        let caller = Caller(version: session.version, header: request.header)
        guard call.method == Method.callTool, call.params?.metadata?[MetadataKey.progressToken] != nil else {
            let response = await session.perform(call.id) { await server.response(to: call, from: caller) }
            return .message(.response(response ?? Self.cancelled(call)))
        }
        return .stream(isEndless: false) { notify in
            await session.perform(call.id) {
                var caller = caller
                caller.notify = notify
                return await server.response(to: call, from: caller)
            }
        }
    }

    /// Of the revisions spoken here only 2025-03-26 has batches.
    func answer(batch: [JSON], _ request: Request) async -> Response {
        guard let session = request.headers[.sessionID].flatMap(sessions.session), session.version == .v20250326 else {
            return .refused(.badRequest, .invalidRequest("one message at a time"))
        }
        guard !batch.isEmpty, batch.count <= 100 else {
            return .refused(.badRequest, .invalidRequest("a batch has 1 to 100 messages"))
        }
        let caller = Caller(version: session.version, header: request.header)
        var answers: [JSON] = []
        for json in batch {
            do throws(ProtocolError) {
                guard case .request(let call) = try Message(json) else {
                    take(try Message(json), in: session)
                    continue
                }
                let response = await session.perform(call.id) { await server.response(to: call, from: caller) }
                answers.append(Message.response(response ?? Self.cancelled(call)).json)
            } catch {
                answers.append(
                    Message.response(Message.Response(id: RequestID(json["id"]), outcome: .failure(error))).json)
            }
        }
        return answers.isEmpty ? Response(status: .accepted) : .json(.array(answers))
    }

    /// What needs no answer.
    private func take(_ message: Message, in session: ServerSession) {
        guard case .notification(let notification) = message, notification.method == Method.cancelled,
            let id = RequestID(notification.params?["requestId"])
        else { return }
        session.cancel(id)
    }

    /// Nobody waits for it, but HTTP must answer.
    private static func cancelled(_ call: Message.Request) -> Message.Response {
        Message.Response(id: call.id, outcome: .failure(.internalError("the request was cancelled")))
    }
}
