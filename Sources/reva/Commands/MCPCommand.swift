import ArgumentParser
import Foundation
import Logging
import ReleaseTools

/// `reva mcp`: servers of the Model Context Protocol.
struct MCPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp", abstract: "Run a server of the Model Context Protocol (MCP).",
        subcommands: [MCPReleaseCommand.self])
}

/// `reva mcp release`: Digital.ai Release as tools, for Reva and for every other client of MCP.
struct MCPReleaseCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Offer Digital.ai Release as tools over MCP.",
        discussion: """
            Settings say where Release is and by whose rights: release.url, release.token and others (docs/settings.md). \
            A caller who sends a token of Release in the header Authorization acts by that.

            EXAMPLES
              REVA_RELEASE_URL=https://release.example.com REVA_RELEASE_TOKEN_FILE=./token reva mcp release
              reva mcp release --host 0.0.0.0 --port 8080
              reva mcp release --stdio
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Speak over standard input and output, for a client that starts this program.")
    var stdio = false

    @Option(help: ArgumentHelp("Port to listen on; 0 takes a free one.", valueName: "number"))
    var port = 8080

    @Option(help: ArgumentHelp("Address to listen on.", valueName: "address"))
    var host = "127.0.0.1"

    private struct Started: Encodable {
        let address: String
        let tools: Int
    }

    func run() async throws {
        let settings = try await global.settings()
        let logger = try settings.startLogging()
        let address = try settings.releaseAddress
        let policy = try settings.releasePolicy
        let credential = try settings.releaseCredential
        if credential == nil {
            logger.warning("no credential for Release is set: only callers who bring their own can use the tools")
        }
        try await ReleaseConnection.with(certificates: settings.text(.releaseCertificates)) { http in
            let client = ReleaseClient(address: address, http: http, logger: logger)
            let tools = try ReleaseTools(client: client, credential: credential, policy: policy, logger: logger)
            let service = ReleaseService(tools: tools, version: Reva.version, logger: logger)
            if stdio {
                try await service.server.runOnStandardStreams()
            } else {
                try await serve(service, names: settings.releaseHosts, logger)
            }
        }
    }

    private func serve(_ service: ReleaseService, names: [String], _ logger: Logger) async throws {
        let console = global.console
        let (host, count) = (host, service.server.definitions.count)
        let application = service.application(host: host, port: port, names: names) { port in
            let address = "http://\(host):\(port)/mcp"
            console.result(Started(address: address, tools: count)) { "\(count) tools are at \(address)" }
        }
        try await ForegroundServer(host: host, port: port, logger: logger).run(application)
    }
}
