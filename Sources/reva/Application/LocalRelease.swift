import Logging
import Recovery
import ReleaseDemo
import ReleaseTools
import ServiceLifecycle

/// The tools for Digital.ai Release within a `reva up`: for the installation that the settings name, else for a stand-in,
/// so that a newcomer sees releases at once.
struct LocalRelease {
    let settings: Settings
    let logger: Logger

    struct Running: Sendable {
        /// The MCP server that Reva asks.
        let tools: String
        /// The stand-in; nil where there is a real Release.
        let demo: String?
    }

    /// Starts what is missing, lends it, and stops it whatever becomes of `body`.
    func with<Value>(_ body: (Running) async throws -> Value) async throws -> Value {
        if let named = settings.toolServers.first(where: { $0.name == "release" }) {
            return try await body(Running(tools: named.url, demo: nil))
        }
        if settings.text(.releaseURL) != nil {
            return try await tools(for: try settings.releaseAddress, try settings.releaseCredential) {
                try await body(Running(tools: $0, demo: nil))
            }
        }
        let demo = ReleaseDemo(logger: logger)
        return try await serving {
            demo.application(host: "127.0.0.1", port: 0, started: $0)
        } _: { port in
            let address = "http://127.0.0.1:\(port)"
            return try await tools(for: try ReleaseAddress(address), .token("rpa_demo_reva")) {
                try await body(Running(tools: $0, demo: address))
            }
        }
    }

    private func tools<Value>(
        for address: ReleaseAddress, _ credential: Credential?, _ body: (String) async throws -> Value
    ) async throws -> Value {
        try await ReleaseConnection.with(certificates: settings.text(.releaseCertificates)) { http in
            let tools = try ReleaseTools(
                client: ReleaseClient(address: address, http: http, logger: logger), credential: credential,
                policy: try settings.releasePolicy, logger: logger)
            let service = ReleaseService(tools: tools, version: Reva.version, logger: logger)
            return try await serving {
                service.application(host: "127.0.0.1", port: 0, names: [], started: $0)
            } _: {
                try await body("http://127.0.0.1:\($0)/mcp")
            }
        }
    }

    /// Runs a web server for as long as `body` needs it.
    private func serving<Value>(
        _ application: (@escaping @Sendable (Int) async -> Void) -> any Service,
        _ body: (Int) async throws -> Value
    ) async throws -> Value {
        let ports = AsyncStream<Int>.makeStream()
        let service = application { ports.continuation.yield($0) }
        let group = ServiceGroup(configuration: .init(services: [.init(service: service)], logger: logger))
        let task = Task {
            defer { ports.continuation.finish() }
            try await group.run()
        }
        var bound = ports.stream.makeAsyncIterator()
        guard let port = await bound.next() else {
            try await task.value
            throw CommandError("a server of the tools for Release ended before it listened")
        }
        let result = await Result.catching { try await body(port) }
        await group.triggerGracefulShutdown()
        _ = await task.result
        return try result.get()
    }
}
