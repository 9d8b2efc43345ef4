import Assistant
import Foundation
import Health
import Logging
import NIOCore
import Postgres
import Records
import Server
import ServiceLifecycle
import Synchronization

/// The running assistant: its database pool, its schema, its server. It can be stopped and started again in one process.
actor RevaApplication: ControlledApplication {
    private let address: Address
    private let host: String
    private var port: Int
    private let parts: ApplicationParts
    private let metrics = Metrics()
    private let logger: Logger
    private var running: (group: ServiceGroup, task: Task<Void, any Error>, state: ApplicationState)?

    init(database: Address, host: String, port: Int, parts: ApplicationParts, logger: Logger) {
        address = database
        self.parts = parts
        self.host = host
        self.port = port
        self.logger = logger
    }

    /// The port it serves at, once it has been started.
    var boundPort: Int { port }

    /// Starts it and returns when it listens and its schema is in place.
    /// - Parameter patient: true starts serving, as degraded, when the database is away, and goes on trying.
    func start(patient: Bool) async throws {
        guard running == nil else { return }
        let pool = Pool(address, patience: .seconds(3), logger: logger)
        let state = ApplicationState()
        if !patient { try await Self.migrate(pool, state, logger) }
        let listening = AsyncStream<Int>.makeStream()
        let tools = ToolServers(parts.toolServers, logger: logger)
        let health: @Sendable () async -> HealthReport = {
            async let servers = tools.health()
            let own = await state.health(pool)
            return await HealthReport(
                adapterInitialized: own.adapterInitialized, database: own.database, mcp: servers)
        }
        let teams = teams(Records(pool), tools, health)
        var server = RevaServer(
            host: host, port: port, logger: logger, readiness: { await state.health(pool) }, health: health)
        server.metrics = metrics
        server.teams = teams
        server.facts = surroundings(health).facts
        let application = server.application { port in listening.continuation.yield(port) }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                // They end in the opposite order: first nothing is taken in any more, last the database is let go.
                services: [.init(service: PoolService(pool: pool))] + tools.clients.map { .init(service: $0) }
                    + [.init(service: teams), .init(service: application)]
                    + (patient ? [.init(service: MigrationService(pool: pool, state: state, logger: logger))] : []),
                logger: logger))
        let task = Task {
            defer { listening.continuation.finish() }
            try await group.run()
        }
        running = (group, task, state)
        var bound = listening.stream.makeAsyncIterator()
        guard let port = await bound.next() else {
            running = nil
            throw await whyItDoesNotListen(task)
        }
        // The same one after a stop, also when any free one was taken at first.
        self.port = port
    }

    private func teams(
        _ records: Records, _ tools: ToolServers, _ health: @escaping @Sendable () async -> HealthReport
    ) -> TeamsSide {
        let assistant = Assistant(
            records: records, mind: parts.mind, embedder: parts.embedder, servers: tools.clients,
            policy: parts.policy, pace: parts.pace, surroundings: surroundings(health), logger: logger)
        return TeamsSide(
            parts.teams,
            TeamsSide.Parts(
                assistant: assistant, records: records, metrics: metrics,
                release: tools.clients.first { $0.name == "release" }, webhookSecret: parts.webhookSecret,
                logger: logger))
    }

    private func surroundings(_ health: @escaping @Sendable () async -> HealthReport) -> ApplicationSurroundings {
        ApplicationSurroundings(
            report: health, catalog: parts.catalog, recoveryPoint: parts.recoveryPoint, metrics: metrics)
    }

    private func whyItDoesNotListen(_ task: Task<Void, any Error>) async -> any Error {
        let place = "\(host):\(port)"
        switch await task.result {
        case .failure(let error as IOError) where error.errnoCode == EADDRINUSE:
            return CommandError(
                "another program listens at \(place) already", hints: ["--port 0 takes a free port", "reva status"])
        case .failure(let error as IOError):
            return CommandError("the server cannot listen at \(place): \(error)")
        case .failure(let error):
            return error
        case .success:
            return CommandError("the server ended before it listened at \(place)")
        }
    }

    func start() async throws { try await start(patient: false) }

    func stop() async throws {
        guard let running else { return }
        self.running = nil
        await running.group.triggerGracefulShutdown()
        try await running.task.value
    }

    /// Returns when it ended by itself, which only an error makes it do.
    func ended() async throws { try await running?.task.value }

    fileprivate static func migrate(_ pool: Pool, _ state: ApplicationState, _ logger: Logger) async throws {
        try await pool.withConnection { connection in
            _ = try await Migrator(logger: logger).migrate(connection)
        }
        state.setReady()
    }
}

/// What the probes know of the application.
final class ApplicationState: Sendable {
    private let ready = Mutex(false)

    func setReady() { ready.withLock { $0 = true } }

    /// Asks the database now. One failure may be a connection that broke; two are an answer, and so is silence.
    func health(_ pool: Pool) async -> HealthReport {
        let (verdicts, verdict) = AsyncStream<Bool>.makeStream()
        let asking = Task {
            var answers = false
            for _ in 0..<2 where !answers {
                answers = (try? await pool.query("SELECT 1", within: .seconds(2))) != nil
            }
            verdict.yield(answers)
        }
        // A server whose machine is gone refuses nothing: connecting to it takes longer than anybody who asks for health
        // waits. Nobody waits for the question then, either.
        let limit = Task {
            try await Task.sleep(for: .seconds(4))
            verdict.yield(false)
        }
        let answers = await verdicts.first { _ in true } ?? false
        asking.cancel()
        limit.cancel()
        return HealthReport(adapterInitialized: ready.withLock(\.self), database: answers)
    }
}

/// Closes the pool when everything above it has shut down.
private struct PoolService: Service {
    let pool: Pool

    func run() async throws {
        try? await gracefulShutdown()
        await pool.close()
    }
}

/// Brings the schema up as soon as the database is there.
private struct MigrationService: Service {
    let pool: Pool
    let state: ApplicationState
    let logger: Logger

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await RevaApplication.migrate(pool, state, logger)
                    break
                } catch _ where Task.isCancelled {
                    // It is asked to end, which is no error; the next start goes on with what is missing.
                    break
                } catch let error as PostgresError where error.kind == .connection || error.kind == .timeout {
                    logger.warning("the database is not there yet", metadata: ["error": "\(error.summary)"])
                }
                // The pool has waited already; this only keeps the log readable where refusals come at once.
                try? await Task.sleep(for: .seconds(1))
            }
            try? await gracefulShutdown()
        }
    }
}
