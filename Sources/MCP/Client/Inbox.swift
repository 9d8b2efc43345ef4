import JSONValues
import Synchronization

/// Where everything goes that a server sends without being asked, or before its answer.
final class Inbox: Sendable {
    private let elicitation: Elicitation.Handler?
    private let toolsChanged: @Sendable () -> Void
    private let state = Mutex(State())

    private struct State {
        var progress: [RequestID: @Sendable (Progress) -> Void] = [:]
        var answer: (@Sendable (Message.Response) async -> Void)?
        var answering = 0
    }

    /// Requests of the server that are answered at the same time; more are a flood.
    private static let limit = 16

    init(elicitation: Elicitation.Handler?, toolsChanged: @escaping @Sendable () -> Void) {
        self.elicitation = elicitation
        self.toolsChanged = toolsChanged
    }

    /// How requests of the server are answered, once that is known.
    func answers(by answer: @escaping @Sendable (Message.Response) async -> Void) {
        state.withLock { $0.answer = answer }
    }

    func follow(_ id: RequestID, _ progress: (@Sendable (Progress) -> Void)?) {
        state.withLock { $0.progress[id] = progress }
    }

    func receive(_ message: Message) async {
        switch message {
        case .notification(let notification): receive(notification)
        case .request(let request): receive(request)
        case .response: break
        }
    }

    private func receive(_ notification: Message.Notification) {
        switch notification.method {
        case Method.toolsChanged: toolsChanged()
        case Method.progress:
            guard let token = RequestID(notification.params?["progressToken"]),
                let progress = Progress(notification.params)
            else { return }
            state.withLock { $0.progress[token] }?(progress)
        default: break
        }
    }

    /// Apart, because a person may take their time, and the next message must not wait for that.
    private func receive(_ request: Message.Request) {
        let answer = state.withLock { state in
            guard state.answering < Self.limit else { return Optional<@Sendable (Message.Response) async -> Void>.none }
            if state.answer != nil { state.answering += 1 }
            return state.answer
        }
        guard let answer else { return }
        Task {
            await answer(Message.Response(id: request.id, outcome: await outcome(of: request)))
            state.withLock { $0.answering -= 1 }
        }
    }

    private func outcome(of request: Message.Request) async -> Result<JSON, ProtocolError> {
        switch request.method {
        case Method.ping: return .success([:])
        case Method.elicit:
            guard let elicitation else { return .failure(.methodNotFound(request.method)) }
            return .success(await Elicitation.result(request.params, elicitation))
        default: return .failure(.methodNotFound(request.method))
        }
    }
}
