import Foundation
import Hummingbird
import Logging
import Synchronization

/// A server that speaks Ollama's protocol without a language model behind it: for trying Reva where there is none, and for
/// tests, which make it fail as a real one does.
///
/// By itself it answers by rule (`DemoAnswers`), with vectors made of words. `script` puts other answers in front of
/// that, each used once.
package final class OllamaStandIn: Sendable {
    /// What happened, for tests that wait for it.
    package enum Event: Sendable, Hashable {
        /// A question about `path` came, with this body.
        case asked(path: String, body: String)
        /// An answer has come to a step that stalls.
        case stalled
        /// The caller closed the connection before the answer was complete.
        case callerLeft
    }

    private struct State {
        var installed: [StandInModel]
        var answers: [StandInAnswer] = []
        var downloads: [[StandInDownload]] = []
        var stalled: [AsyncStream<Void>.Continuation] = []
    }

    package let events: AsyncStream<Event>
    /// What can be fetched.
    let library: [StandInModel]
    /// Whether it is older than the fields `truncate` and `shift`: then it drops in silence what is too long.
    let cutsInSilence: Bool
    private let report: AsyncStream<Event>.Continuation
    private let state: Mutex<State>

    package init(
        models: [StandInModel] = [.chat, .embedding], library: [StandInModel] = [.chat, .embedding],
        cutsInSilence: Bool = false
    ) {
        (events, report) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1000))
        self.library = library
        self.cutsInSilence = cutsInSilence
        state = Mutex(State(installed: models))
    }

    /// The server, ready to run as a service; `started` is called with the port once it listens. Port 0 takes any.
    package func application(
        host: String = "127.0.0.1", port: Int = 0, logger: Logger,
        started: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let router = Router()
        addRoutes(to: router)
        return Application(
            router: router, configuration: .init(address: .hostname(host, port: port), serverName: "OllamaStandIn"),
            onServerRunning: { await started($0.localAddress?.port ?? port) }, logger: logger)
    }

    /// The next chats are answered so, in this order.
    package func script(_ answers: StandInAnswer...) {
        state.withLock { $0.answers += answers }
    }

    /// The next download goes so; where no step ends it, it succeeds.
    package func script(download: StandInDownload...) {
        state.withLock { $0.downloads.append(download) }
    }

    /// Lets every answer that stalls go on.
    package func release() {
        let waiting = state.withLock { state in
            defer { state.stalled = [] }
            return state.stalled
        }
        for continuation in waiting { continuation.finish() }
    }

    package var installed: [StandInModel] { state.withLock(\.installed) }

    func model(_ name: String) -> StandInModel? { installed.first { $0.answers(to: name) } }

    func install(_ model: StandInModel) {
        state.withLock { state in
            if !state.installed.contains(where: { $0.name == model.name }) { state.installed.append(model) }
        }
    }

    /// Whether it was there.
    func remove(_ name: String) -> Bool {
        state.withLock { state in
            let before = state.installed.count
            state.installed.removeAll { $0.answers(to: name) }
            return state.installed.count < before
        }
    }

    func nextAnswer() -> StandInAnswer? {
        state.withLock { $0.answers.isEmpty ? nil : $0.answers.removeFirst() }
    }

    func nextDownload() -> [StandInDownload]? {
        state.withLock { $0.downloads.isEmpty ? nil : $0.downloads.removeFirst() }
    }

    func tell(_ event: Event) { report.yield(event) }

    /// Until `release`, or until the caller leaves: then it throws `CancellationError`.
    func stall() async throws {
        let (gate, continuation) = AsyncStream<Void>.makeStream()
        state.withLock { $0.stalled.append(continuation) }
        tell(.stalled)
        for await _ in gate {}
        try Task.checkCancellation()
    }
}
