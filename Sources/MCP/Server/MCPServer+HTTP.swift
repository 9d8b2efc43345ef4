import Hummingbird
import NIOCore

extension MCPServer {
    /// Serves this server at a path of a router, over the transport that the protocol calls streamable HTTP.
    ///
    /// No middleware before it may replace the request's body.
    package func addRoutes(to router: Router<some RequestContext>, path: String = "mcp", access: HTTPAccess) {
        let endpoint = HTTPEndpoint(server: self, access: access)
        let path = RouterPath(path)
        router.on(path, method: .post) { request, _ in try await endpoint.post(request) }
        router.on(path, method: .get) { request, _ in try await endpoint.get(request) }
        router.on(path, method: .delete) { request, _ in endpoint.delete(request) }
    }

    /// A web server of its own: this server at `/mcp`, and `GET /healthz`, which tells that the process answers and
    /// how many tools it has, nothing about what is behind them.
    ///
    /// - Parameters:
    ///   - port: 0 takes any free one.
    ///   - access: names beside the host it listens at.
    ///   - started: called with the port once it listens.
    package func application(
        host: String = "127.0.0.1", port: Int, access: HTTPAccess = HTTPAccess(),
        started: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let router = Router()
        var access = access
        access.hosts.insert(host.lowercased())
        addRoutes(to: router, access: access)
        router.get("healthz") { _, _ in
            Response.json(["status": "ok", "tools": .integer(self.definitions.count)])
        }
        return Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: identity.name),
            onServerRunning: { channel in await started(channel.localAddress?.port ?? port) },
            logger: logger)
    }
}
