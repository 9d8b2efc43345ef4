import ArgumentParser
import Assistant
import Foundation
import Health
import Logging
import Postgres
import Records
import Server

/// `reva chat`: the assistant in a terminal.
struct ChatCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "Talk to the assistant in a terminal.",
        discussion: """
            It uses the database and the tools of the reva up that runs here, or those that the settings name, and the \
            model that model.name names. Without a model the plain commands work: type help. A change runs only after \
            the word is typed that is asked for below its exact call; from a pipe nothing is changed.

            EXAMPLES
              reva chat
              REVA_MODEL_NAME=qwen3:8b reva chat --language de
              echo status | reva chat
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("Language of the answers: en or de; that of the terminal otherwise.", valueName: "code"))
    var language: String?

    func validate() throws {
        if let language, Language(rawValue: language) == nil { throw ValidationError("--language is en or de") }
    }

    func run() async throws {
        let settings = try await global.settings()
        let logger = try settings.startLogging(standard: .error)
        let running = RunningUp.read(in: settings.home)
        let pool = try database(settings, running).map { Pool($0, patience: .seconds(3), logger: logger) }
        if let pool { await Self.migrate(pool, logger) }
        let named = settings.toolServers
        let servers = ToolServers(
            named
                + (running?.toolServers ?? [:]).filter { server in !named.contains { $0.name == server.key } }
                .sorted { $0.key < $1.key }.map { (name: $0.key, url: $0.value) },
            logger: logger)
        let state = ApplicationState()
        let surroundings = ApplicationSurroundings(
            report: {
                async let tools = servers.health()
                let isThere = if let pool { await state.health(pool).database } else { false }
                return HealthReport(adapterInitialized: true, database: isThere, mcp: await tools)
            },
            catalog: try? await Place.find(settings).catalog(),
            recoveryPoint: try settings.recovery.retention.interval, metrics: Metrics())
        let assistant = Assistant(
            records: pool.map { Records($0) }, mind: try settings.mind, embedder: try settings.embedder,
            servers: servers.clients, policy: try settings.toolPolicy, pace: try settings.pace,
            surroundings: surroundings, logger: logger)
        let name = NSUserName()
        let chat = TerminalChat(
            assistant, person: Person(id: "terminal:\(name)", name: name), language: spoken,
            isInteractive: TerminalConversation.isInteractive, screen: TerminalConversation())
        try await chat.run(TerminalConversation.lines())
        for client in servers.clients { await client.close() }
        await pool?.close()
    }

    private var spoken: Language {
        if let language = language.flatMap(Language.init(rawValue:)) { return language }
        let environment = ProcessInfo.processInfo.environment
        return Language(
            locale: ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty })
    }

    /// The one that the settings name, else that of the reva up that runs here; nil where there is neither.
    private func database(_ settings: Settings, _ running: RunningUp?) throws -> Address? {
        if let address = try settings.databaseAddress { return address }
        guard let variables = running?.environment else { return nil }
        let keywords = ["PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGDATABASE": "dbname"]
        return try keywords.reduce(Address("")) { address, pair in
            variables[pair.key].map { address.with(pair.value, $0) } ?? address
        }
    }

    /// A database that is away is told by the first answer.
    private static func migrate(_ pool: Pool, _ logger: Logger) async {
        do {
            try await pool.withConnection { _ = try await Migrator(logger: logger).migrate($0) }
        } catch {
            logger.warning("the database is not there", metadata: ["error": "\(error)"])
        }
    }
}
