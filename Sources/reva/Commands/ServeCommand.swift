import ArgumentParser
import Foundation
import Postgres
import Recovery
import ServiceLifecycle
import UnixSignals

/// `reva serve`: the server alone, with a database that is somewhere already.
struct ServeCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the server with a database that is there already.",
        discussion: """
            It starts also when the database is away, says so at /api/health, and comes up by itself when it is there.

            EXAMPLES
              REVA_DATABASE_URL=postgresql://reva:secret@db/reva reva serve --host 0.0.0.0
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("Port to listen on; 0 takes a free one.", valueName: "number"))
    var port: Int?

    @Option(help: ArgumentHelp("Address to listen on.", valueName: "address"))
    var host: String?

    private struct Started: Encodable { let address: String }

    func run() async throws {
        let settings = try await global.settings(
            [
                SettingKey.port.name: port.map(String.init), SettingKey.host.name: host,
            ].compactMapValues(\.self))
        let logger = try settings.startLogging()
        guard let address = try settings.databaseAddress else {
            throw CommandError(
                "no database is named",
                hints: [
                    "--database-url postgresql://user@host/reva, or REVA_DATABASE_URL", "reva up starts one of its own",
                ])
        }
        let application = RevaApplication(
            database: address, host: settings.host, port: try settings.port,
            parts: try ApplicationParts(settings), logger: logger)
        let (host, console) = (settings.host, global.console)
        let serving = Serving(application: application) { port in
            logger.info("serving", metadata: ["host": "\(host)", "port": "\(port)"])
            let started = Started(address: "http://\(host):\(port)")
            console.result(started) { "serving at \(started.address)" }
        }
        // From here on signals end it in order, also while it starts.
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: serving)], gracefulShutdownSignals: [.sigint, .sigterm], logger: logger))
        try await group.run()
    }
}

/// The application, from its start until somebody ends it or it cannot go on.
private struct Serving: Service {
    let application: RevaApplication
    let started: @Sendable (_ port: Int) -> Void

    func run() async throws {
        try await application.start(patient: true)
        started(await application.boundPort)
        try await withThrowingTaskGroup(of: Void.self) { ends in
            ends.addTask { try await gracefulShutdown() }
            // It ends by itself only by an error, such as a schema newer than this program.
            ends.addTask { try await application.ended() }
            try await ends.next()
            try await application.stop()
        }
    }
}
