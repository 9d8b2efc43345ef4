import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization

/// A real server on this machine in the place of whoever receives alarms; its behaviour can be changed while it runs.
final class StandInReceiver: Sendable {
    enum Behaviour: Sendable {
        case answers(Int)
        case redirects(to: String)
        /// Takes the request and never answers.
        case hangs
    }

    struct Received: Sendable {
        let method: String
        let path: String
        let headers: [String: String]
        let body: Data

        func json() throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: body) as? [String: Any] ?? [:]
        }
    }

    private let state = Mutex<(behaviour: Behaviour, received: [Received])>((.answers(202), []))

    var received: [Received] { state.withLock(\.received) }
    func becomes(_ behaviour: Behaviour) { state.withLock { $0.behaviour = behaviour } }

    /// Lends its address for as long as it runs.
    func listen<Value: Sendable>(_ body: @escaping @Sendable (String) async throws -> Value) async throws -> Value {
        let router = Router()
        let answer: @Sendable (Request, BasicRequestContext) async throws -> Response = { request, _ in
            try await self.answer(request)
        }
        for path in ["", "**"] as [RouterPath] {
            router.on(path, method: .get, use: answer)
            router.on(path, method: .post, use: answer)
        }
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return try await Application(router: router, logger: quiet).test(.live) { client in
            try await body("http://127.0.0.1:\(client.port ?? 0)")
        }
    }

    private func answer(_ request: Request) async throws -> Response {
        var request = request
        let bytes = try await request.collectBody(upTo: 1 << 20)
        let headers = Dictionary(request.headers.map { ($0.name.canonicalName, $0.value) }) { first, _ in first }
        let received = Received(
            method: request.method.rawValue, path: request.uri.path, headers: headers,
            body: Data(bytes.readableBytesView))
        let behaviour = state.withLock { state in
            state.received.append(received)
            return state.behaviour
        }
        switch behaviour {
        case .answers(let status): return Response(status: .init(code: status))
        case .redirects(let target): return Response(status: .found, headers: [.location: target])
        case .hangs:
            // Until the caller leaves.
            try await request.body.consumeWithCancellationOnInboundClose { _ in
                let (never, continuation) = AsyncStream<Void>.makeStream()
                for await _ in never {}
                continuation.finish()
            }
            throw CancellationError()
        }
    }
}
