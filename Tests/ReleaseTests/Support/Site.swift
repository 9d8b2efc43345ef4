import AsyncHTTPClient
import Foundation
import Hummingbird
import Logging
import MCP
import ServiceLifecycle
import Synchronization

@testable import ReleaseDemo
@testable import ReleaseTools

/// A stand-in for Release that runs, with a clock of its own, and tools over it.
struct Site: Sendable {
    let demo: ReleaseDemo
    let url: String
    let time: ManualTime
    let http: HTTPClient

    static let admin = Credential.token("rpa_demo_admin")

    func tools(
        _ credential: Credential? = admin, policy: ReleasePolicy = ReleasePolicy(),
        options: ReleaseClient.Options = .hasty()
    ) throws -> ReleaseTools {
        let client = ReleaseClient(
            address: try ReleaseAddress(url), http: http, options: options, logger: quiet)
        return try ReleaseTools(client: client, credential: credential, policy: policy, logger: quiet)
    }

    func server(
        _ credential: Credential? = admin, policy: ReleasePolicy = ReleasePolicy(),
        options: ReleaseClient.Options = .hasty()
    ) throws -> MCPServer {
        let tools = try tools(credential, policy: policy, options: options)
        return ReleaseService(tools: tools, version: "1", logger: quiet).server
    }

    /// How many requests the stand-in has had whose `METHOD /path` ends so.
    func served(_ end: String) async -> Int {
        await demo.store.served.filter { $0.key.hasSuffix(end) }.values.reduce(0, +)
    }

    func release(_ title: String) async throws -> SampleRelease {
        guard let found = await demo.store.current.releases.first(where: { $0.title == title }) else {
            throw Missing(title: title)
        }
        return found
    }

    struct Missing: Error { let title: String }
}

/// Runs a stand-in for as long as `body` does.
func withSite<Value: Sendable>(
    webhook: Webhook? = nil, _ body: @escaping @Sendable (Site) async throws -> Value
) async throws -> Value {
    let time = ManualTime()
    let demo = ReleaseDemo(webhook: webhook, logger: quiet, now: { time.now })
    return try await ReleaseConnection.with(certificates: nil) { http in
        try await withLive({ demo.application(host: "127.0.0.1", port: 0, started: $0) }) { port in
            try await body(Site(demo: demo, url: "http://127.0.0.1:\(port)", time: time, http: http))
        }
    }
}

/// Runs a web server on a free port for as long as `body` does.
func withLive<Value: Sendable>(
    _ application: (@escaping @Sendable (Int) async -> Void) -> some ApplicationProtocol,
    _ body: @escaping @Sendable (Int) async throws -> Value
) async throws -> Value {
    let (ports, started) = AsyncStream.makeStream(of: Int.self)
    let application = application { started.yield($0) }
    let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(services: [application], logger: quiet))
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask {
            defer { started.finish() }
            try await group.run()
        }
        var iterator = ports.makeAsyncIterator()
        let result = await Result.catching {
            guard let port = await iterator.next() else { throw NotStarted() }
            return try await body(port)
        }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return try result.get()
    }
}

private struct NotStarted: Error {}

extension Result where Failure == any Error {
    fileprivate static func catching(_ body: () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}

/// A clock that a test moves.
final class ManualTime: Sendable {
    private let value = Mutex(Date(timeIntervalSince1970: 1_790_000_000))
    var now: Date { value.withLock { $0 } }
    func advance(_ seconds: TimeInterval) { value.withLock { $0 += seconds } }
}

/// How long the client wanted to wait between attempts.
final class Pauses: Sendable {
    private let value = Mutex<[Duration]>([])
    var all: [Duration] { value.withLock { $0 } }
    func add(_ pause: Duration) { value.withLock { $0.append(pause) } }
}

extension ReleaseClient.Options {
    /// Waits for nothing between attempts.
    static func hasty(_ pauses: Pauses = Pauses()) -> Self {
        var options = Self()
        options.pause = { pauses.add($0) }
        return options
    }
}

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
