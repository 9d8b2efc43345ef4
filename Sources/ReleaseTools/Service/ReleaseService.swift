import Foundation
import Hummingbird
import JSONValues
import Logging
import MCP
import NIOCore

/// The MCP server for Release: over HTTP with probes, or over standard streams.
package struct ReleaseService: Sendable {
    package let server: MCPServer
    private let tools: ReleaseTools
    private let logger: Logger

    package init(tools: ReleaseTools, version: String, logger: Logger) {
        self.tools = tools
        self.logger = logger
        server = MCPServer(
            name: "release", version: version, title: "Digital.ai Release", instructions: ReleaseTools.instructions,
            tools: tools.tools, logger: logger)
    }

    /// A web server: MCP at `/mcp`; `GET /healthz` is 200 as long as this process answers, `GET /readyz` is 200 when
    /// Release answered a question just now, and 503 with the reason otherwise.
    package func application(
        host: String, port: Int, names: [String], started: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        let router = Router()
        server.addRoutes(to: router, path: "mcp", access: HTTPAccess(hosts: names + [host]))
        let count = server.definitions.count
        router.get("healthz") { _, _ in
            try Self.answer(.ok, ["status": "ok", "tools": .integer(count)])
        }
        router.get("readyz") { _, _ in
            do {
                try await tools.check()
                return try Self.answer(.ok, ["status": "ok"])
            } catch let error as ReleaseError {
                return try Self.answer(.serviceUnavailable, ["status": "degraded", "reason": .string(error.summary)])
            }
        }
        return Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: "release-mcp"),
            onServerRunning: { channel in await started(channel.localAddress?.port ?? port) },
            logger: logger)
    }

    private static func answer(_ status: HTTPResponse.Status, _ body: JSON) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: body.text)))
    }
}
