import Hummingbird
import JSONValues
import ServiceLifecycle

extension HTTPEndpoint {
    /// `subscriptions/listen`: an acknowledgement, then each change of the tools, until either side ends it.
    func listen(_ call: Message.Request, _ request: Request) -> Response {
        .whileConnected(request, isStream: true) { notify in
            await server.listen(call, notify: notify)
        }
    }

    /// The stream of a session, which only tells that the tools changed.
    func changes(_ request: Request) -> Response {
        // Listening begins before the status is sent: what changes after that is told.
        let changes = server.changes()
        return .whileConnected(request, isStream: true) { notify in
            await server.eachChange(of: changes) {
                await notify(Message.Notification(method: Method.toolsChanged, params: nil))
            }
            return nil
        }
    }
}

extension MCPServer {
    /// Serves one subscription. The answer, when the server stops, says that it ended well; nil when it was cancelled.
    func listen(
        _ call: Message.Request, notify: @Sendable (Message.Notification) async -> Void
    ) async -> Message.Response? {
        let wantsTools = call.params?["notifications"]?["toolsListChanged"] == true
        func tagged(_ method: String, _ params: JSON) -> Message.Notification {
            let params = params.settingMetadata(MetadataKey.subscriptionID, to: call.id.json)
            return Message.Notification(method: method, params: params)
        }
        // Listening begins before the acknowledgement: what changes after that is told.
        let changes = changes()
        await notify(
            tagged(Method.acknowledged, ["notifications": wantsTools ? ["toolsListChanged": true] : [:]]))
        await eachChange(of: changes) {
            if wantsTools { await notify(tagged(Method.toolsChanged, [:])) }
        }
        guard !Task.isCancelled else { return nil }
        let result = complete([:]).settingMetadata(MetadataKey.subscriptionID, to: call.id.json)
        return Message.Response(id: call.id, outcome: .success(result))
    }

    /// Calls back after each change, until the task is cancelled or the service is to stop.
    func eachChange(of changes: AsyncStream<Void>? = nil, _ body: () async -> Void) async {
        let changes = changes ?? self.changes()
        let (merged, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in changes { continuation.yield() }
                continuation.finish()
            }
            await withGracefulShutdownHandler {
                for await _ in merged { await body() }
            } onGracefulShutdown: {
                continuation.finish()
            }
            group.cancelAll()
        }
    }
}
