import Foundation
import Hummingbird
import HummingbirdTesting
import JSONValues
import LanguageModel
import Logging
import OllamaStandIn
import Synchronization

/// Keeps test output to what failed.
let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Runs `body` while the stand-in listens at the address it is given.
func withStandIn<Value: Sendable>(
    _ standIn: OllamaStandIn = OllamaStandIn(),
    _ body: @escaping @Sendable (OllamaStandIn, String) async throws -> Value
) async throws -> Value {
    try await standIn.application(logger: quiet).test(.live) { client in
        try await body(standIn, "http://127.0.0.1:\(client.port ?? 0)")
    }
}

/// What a server says, whatever it is asked.
struct Script: Sendable {
    enum Ending: Sendable { case close, cut, hang }
    var status = 200
    var contentType = "text/event-stream"
    var writes: [[UInt8]] = []
    var ending = Ending.close

    init(_ writes: [String], status: Int = 200, ending: Ending = .close) {
        self.writes = writes.map { Array($0.utf8) }
        self.status = status
        self.ending = ending
    }
}

/// The bodies that a server was asked with.
final class Questions: Sendable {
    private let bodies = Mutex<[JSON]>([])
    func add(_ body: JSON) { bodies.withLock { $0.append(body) } }
    var all: [JSON] { bodies.withLock(\.self) }
}

/// Runs `body` while a server says the scripts, one an exchange, the last one for ever.
func withServer<Value: Sendable>(
    _ scripts: Script..., body: @escaping @Sendable (String, Questions) async throws -> Value
) async throws -> Value {
    let left = Mutex(scripts)
    let questions = Questions()
    let router = Router()
    let answer: @Sendable (Request, BasicRequestContext) async throws -> Response = { request, _ in
        var request = request
        let bytes = try await request.collectBody(upTo: 16 << 20)
        let body = request.body
        questions.add((try? JSON(parsing: bytes.readableBytesView)) ?? .null)
        let script = left.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        return Response(
            status: .init(code: script.status), headers: [.contentType: script.contentType],
            body: ResponseBody { writer in
                for bytes in script.writes { try await writer.write(ByteBuffer(bytes: bytes)) }
                switch script.ending {
                case .close: try await writer.finish(nil)
                case .cut: throw CancellationError()
                case .hang:
                    // Until the caller leaves.
                    try await body.consumeWithCancellationOnInboundClose { _ in
                        let (never, continuation) = AsyncStream<Void>.makeStream()
                        for await _ in never {}
                        continuation.finish()
                    }
                }
            })
    }
    router.on("**", method: .get, use: answer)
    router.on("**", method: .post, use: answer)
    return try await Application(router: router, logger: quiet).test(.live) { client in
        try await body("http://127.0.0.1:\(client.port ?? 0)", questions)
    }
}
