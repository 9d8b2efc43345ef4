import ArgumentParser
import Deployment
import Foundation
import Logging
import Postgres
import Recovery
import Server
import ServiceLifecycle
import Synchronization
import SystemPackage
import UnixSignals

/// `reva up`: everything on this machine.
struct UpCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Start everything on this machine: a private PostgreSQL, its schema, the server.",
        discussion: """
            Ctrl-C stops it, and nothing is left running. The data stays in the home and is found again next time.

            EXAMPLES
              reva up
              reva up --port 0 --home ./somewhere      beside another one
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("Port to listen on; 0 takes a free one.", valueName: "number"))
    var port: Int?

    @Option(help: ArgumentHelp("Address to listen on.", valueName: "address"))
    var host: String?

    func run() async throws {
        let console = global.console
        let settings = try await global.settings(
            [
                SettingKey.port.name: port.map(String.init), SettingKey.host.name: host,
            ].compactMapValues(\.self))
        if global.databaseURL != nil {
            throw CommandError(
                "reva up starts a database of its own and takes no address of another",
                hints: ["reva serve --database-url …"], code: .usage)
        }
        let logger = try settings.startLogging(standard: .warning)
        let steps = UpSteps(console: console)
        let installation = try await steps.step("find PostgreSQL with pgvector") {
            let environment = ProcessInfo.processInfo.environment
            return try await PostgresInstallation.find(
                explicit: settings.postgresBinaries, home: FilePath(Settings.standardHome(environment)),
                searchPath: environment["PATH"])
        }
        steps.note("\(installation)")
        let server = try PostgresServer(installation, folder: settings.home.appending("database"), logger: logger)
        let started = try await steps.step("start the database") { try await server.start() }
        if let process = started.endedLeftover {
            steps.note("a server that a crash had left, process \(process), was stopped")
        }
        do {
            try await LocalRelease(settings: settings, logger: logger).with { release in
                try await LocalTeams(settings: settings, logger: logger).with { teams in
                    try await serve(settings, server, installation, release, teams, steps, logger)
                }
            }
        } catch {
            await server.stop()
            throw error
        }
        try await steps.step("stop the database") { await server.stop() }
    }

    private func serve(
        _ settings: Settings, _ server: PostgresServer, _ installation: PostgresInstallation,
        _ release: LocalRelease.Running, _ teams: LocalTeams.Running, _ steps: UpSteps, _ logger: Logger
    ) async throws {
        let address = try Address(server.url(database: "reva"))
        try await steps.step("bring the schema up") { try await Self.createDatabase(at: address, logger) }
        let backups = settings.backups ?? settings.home.appending("backups")
        let toolServers = [("release", release.tools)] + settings.toolServers.filter { $0.name != "release" }
        var parts = try ApplicationParts(settings)
        parts.toolServers = toolServers
        parts.teams = teams.registration
        parts.catalog = Catalog(folder: backups, trust: settings.seal.trusted())
        let application = RevaApplication(
            database: address, host: settings.host, port: try settings.port, parts: parts, logger: logger)
        let control = settings.home.appending("control.sock")
        try await steps.step("start the server") { try await application.start() }
        let url = "http://\(settings.host):\(await application.boundPort)"
        teams.connect("http://127.0.0.1:\(await application.boundPort)/api/messages")
        try RunningUp(
            process: getpid(), since: Date(), version: Reva.version, address: url, database: "reva",
            binaries: installation.binFolder.string, environment: server.environment(database: "reva"),
            controlSocket: control.string, toolServers: Dictionary(uniqueKeysWithValues: toolServers)
        ).write(in: settings.home)
        defer { RunningUp.remove(in: settings.home) }
        let socket = ControlSocket(path: control.string, application: application, logger: logger)
        let ready = Announcement {
            steps.ready(url: url, home: settings.home, backups: backups, release: release.demo, teams: teams.standIn)
        }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: socket), .init(service: ready)],
                gracefulShutdownSignals: [.sigint, .sigterm], logger: logger))
        let died = Mutex(false)
        // Ends with the server in any case, so nobody has to wait for it or to cancel it.
        Task {
            await server.waitUntilStopped()
            died.withLock { $0 = true }
            await group.triggerGracefulShutdown()
        }
        let ended = await Result.catching { try await group.run() }
        let databaseDied = died.withLock(\.self)
        try await steps.step("stop the server") { try await application.stop() }
        try? FileManager.default.removeItem(atPath: control.string)
        try ended.get()
        if databaseDied {
            throw CommandError(
                "the database server ended by itself",
                hints: ["its log: \(server.logFile)", "reva up starts it again"],
                code: .unreachable)
        }
    }

    /// Creates the database when it is not there.
    private static func createDatabase(at address: Address, _ logger: Logger) async throws {
        let connection = Connection(address.with(database: "postgres"), logger: logger)
        try await connection.connect()
        let name = address.database ?? "reva"
        let found = try await connection.query("SELECT 1 AS one FROM pg_database WHERE datname = \(name)")
        if found.isEmpty { try await connection.query("CREATE DATABASE \(identifier: name)") }
        await connection.close()
    }
}

/// Says something as soon as the group listens to signals: whoever reads it may press Ctrl-C at once.
private struct Announcement: Service {
    let words: @Sendable () -> Void

    func run() async throws {
        words()
        try? await gracefulShutdown()
    }
}
