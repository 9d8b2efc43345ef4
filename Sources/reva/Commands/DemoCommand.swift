import ArgumentParser
import Logging
import ReleaseDemo

/// `reva demo`: stand-ins for the systems that Reva speaks to.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Start a stand-in for a system that Reva speaks to.",
        subcommands: [DemoReleaseCommand.self, DemoTeamsCommand.self])
}

/// `reva demo release`: a server like Digital.ai Release, for trying Reva without one.
struct DemoReleaseCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Start a server that stands in for Digital.ai Release.",
        discussion: """
            It has the REST API v1 and a dozen releases that move by themselves, and forgets everything when it ends. \
            Sign in as admin / admin, or with the token rpa_demo_admin.

            EXAMPLES
              reva demo release
              reva demo release --port 0 --webhook http://127.0.0.1:3978/api/events/release
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("Port to listen on; 0 takes a free one.", valueName: "number"))
    var port = 5516

    @Option(help: ArgumentHelp("Address to listen on.", valueName: "address"))
    var host = "127.0.0.1"

    @Option(help: ArgumentHelp("Address that is told what happens, by a signed POST each.", valueName: "url"))
    var webhook: String?

    private struct Started: Encodable {
        let address: String
        let token: String
    }

    func run() async throws {
        let settings = try await global.settings()
        let logger = try settings.startLogging(standard: .warning)
        let console = global.console
        let secret = try settings.secret(.releaseWebhookSecret) ?? "reva-demo"
        let demo = ReleaseDemo(
            webhook: webhook.map { Webhook(url: $0, secret: secret, logger: logger) }, logger: logger)
        let host = host
        let application = demo.application(host: host, port: port) { port in
            let address = "http://\(host):\(port)"
            console.result(Started(address: address, token: "rpa_demo_admin")) {
                """
                A stand-in for Digital.ai Release is at \(address) (Ctrl-C stops it, nothing is kept).
                Sign in as admin / admin, or with the token rpa_demo_admin. Tools for it, in another terminal:
                  REVA_RELEASE_URL=\(address) REVA_RELEASE_TOKEN=rpa_demo_reva reva mcp release
                """
            }
        }
        try await ForegroundServer(host: host, port: port, logger: logger).run(application)
    }
}
