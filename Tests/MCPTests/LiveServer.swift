import Hummingbird
import Logging
import MCP
import ServiceLifecycle

/// Runs a web server on a free port for as long as `body` does, which may stop it earlier.
func withLive<Value: Sendable>(
    _ application: (@escaping @Sendable (Int) async -> Void) -> some ApplicationProtocol,
    _ body: @escaping @Sendable (String, @escaping @Sendable () async -> Void) async throws -> Value
) async throws -> Value {
    let (ports, started) = AsyncStream.makeStream(of: Int.self)
    let application = application { started.yield($0) }
    let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(services: [application], logger: Logger(label: "test")))
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        var iterator = ports.makeAsyncIterator()
        let port = await iterator.next() ?? 0
        let result: Result<Value, any Error>
        do {
            result = .success(try await body("http://127.0.0.1:\(port)/mcp") { await group.triggerGracefulShutdown() })
        } catch {
            result = .failure(error)
        }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return try result.get()
    }
}

func withLive<Value: Sendable>(
    _ server: MCPServer, _ body: @escaping @Sendable (String) async throws -> Value
) async throws -> Value {
    try await withLive({ server.application(port: 0, started: $0) }) { url, _ in try await body(url) }
}

/// A web server that answers with what a test wants.
func withFake<Value: Sendable>(
    _ answer: @escaping @Sendable (Request) async throws -> Response,
    _ body: @escaping @Sendable (String) async throws -> Value
) async throws -> Value {
    try await withLive(
        { started in
            let router = Router()
            for method in [HTTPRequest.Method.post, .get, .delete] {
                router.on("mcp", method: method) { request, _ in try await answer(request) }
            }
            return Application(
                router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
                onServerRunning: { await started($0.localAddress?.port ?? 0) }, logger: Logger(label: "test"))
        }
    ) { url, _ in try await body(url) }
}

/// The client of these tests: patient enough for a busy machine, and without output.
func client(
    _ url: String, options: MCPClient.Options = MCPClient.Options(), probe: Probe? = nil,
    elicitation: Elicitation.Handler? = nil
) -> MCPClient {
    MCPClient(
        name: "test", endpoint: .http(url: url), identity: Implementation(name: "tests", version: "1"),
        options: options, probe: probe, elicitation: elicitation, logger: quiet)
}

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
