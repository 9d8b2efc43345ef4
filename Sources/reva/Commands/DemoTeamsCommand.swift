import ArgumentParser
import Logging
import TeamsStandIn

/// `reva demo teams`: Microsoft's cloud as a bot sees it, for trying `reva serve` without a registration.
struct DemoTeamsCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "teams",
        abstract: "Start a server that stands in for Microsoft's cloud.",
        discussion: """
            It announces keys, gives out tokens, signs what somebody says to the bot, and takes what the bot answers. It \
            forgets everything when it ends, its keys too.

            EXAMPLES
              reva demo teams
              reva demo teams --port 0 --bot http://127.0.0.1:8080/api/messages
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("Port to listen on; 0 takes a free one.", valueName: "number"))
    var port = 3979

    @Option(help: ArgumentHelp("Where the bot takes messages.", valueName: "url"))
    var bot = "http://127.0.0.1:3978/api/messages"

    private struct Started: Encodable {
        let address: String
        /// The settings of a bot that believes it, by their variables.
        let variables: [String: String]
        /// What a message carries in its header Authorization, for an hour.
        let token: String?
    }

    func run() async throws {
        let logger = try await global.settings().startLogging(standard: .warning)
        let (console, bot) = (global.console, bot)
        let cloud = try StandInCloud(logger: logger)
        let application = cloud.application(port: port, bot: { bot }) { address in
            let variables = Self.variables(of: cloud, at: address)
            let token = try? await cloud.inboundToken(serviceURL: address.serviceURL)
            console.result(Started(address: address.base, variables: variables, token: token)) {
                """
                A stand-in for Microsoft's cloud is at \(address.base) (Ctrl-C stops it, nothing is kept).
                A bot believes it with these variables:
                \(variables.sorted { $0.key < $1.key }.map { "  \($0.key)=\($0.value)" }.joined(separator: "\n"))
                Talk to the bot:
                  curl -d help \(address.base)/say
                """
            }
        }
        try await ForegroundServer(host: "127.0.0.1", port: port, logger: logger).run(application)
    }

    private static func variables(of cloud: StandInCloud, at address: StandInCloud.Address) -> [String: String] {
        [
            SettingKey.teamsAppID.variable: cloud.appID, SettingKey.teamsAppSecret.variable: cloud.secret,
            SettingKey.teamsAppTenant.variable: cloud.tenantID,
            SettingKey.teamsMetadataURL.variable: address.metadataURL,
            SettingKey.teamsLoginURL.variable: address.loginURL,
            SettingKey.teamsServiceURL.variable: address.serviceURL,
        ]
    }
}
