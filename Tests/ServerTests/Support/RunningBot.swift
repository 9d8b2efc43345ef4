import Assistant
import AsyncHTTPClient
import Foundation
import Health
import Logging
import MCP
import PostgresTesting
import ServiceLifecycle
import Teams
import TeamsStandIn

@testable import Postgres
@testable import Records
@testable import Server

/// The whole bot as servers on this machine, over one database, beside a stand-in of Microsoft's cloud. Without more
/// equipment there is no model: the assistant answers its plain commands.
struct RunningBot: Sendable {
    let cloud: StandInCloud
    let standIn: StandInCloud.Address
    let records: Records
    let metrics: Metrics
    /// As Teams reaches each of the servers.
    let bots: [BotAddress]

    var bot: BotAddress { bots[0] }

    /// What the assistant has to think and work with.
    struct Equipment: Sendable {
        var mind: Mind?
        var servers: [MCPClient] = []
        var policy = ToolPolicy()
        var options = Assistant.Options()
        var time = TimeSource.system
    }

    static let key = Result { try ServiceKey(id: "key-1") }
    static let otherKey = Result { try ServiceKey(id: "key-2") }
    static let webhookSecret = "between Release and us"

    /// - Parameter replicas: servers; each has its own part of everything but the database.
    static func with(
        replicas: Int = 1, equipment: Equipment = Equipment(),
        _ body: @escaping @Sendable (RunningBot) async throws -> Void
    ) async throws {
        let pool = Pool(try Address(TestDatabase.current.url), size: 6)
        try await pool.withConnection { _ = try await Migrator().migrate($0) }
        let cloud = try StandInCloud(keys: [key.get()], logger: QueueSite.logger)
        await cloud.setLimitsRates(false)
        let result = await Result.catching {
            try await cloud.serve { standIn in
                let records = Records(pool)
                let metrics = Metrics()
                let sides = try (0..<replicas).map { _ in
                    TeamsSide(try registration(cloud, standIn), parts(records, metrics, equipment))
                }
                let ports = AsyncStream<Int>.makeStream()
                let services: [any Service] = sides.flatMap { side -> [any Service] in
                    [side, server(side, metrics).application { ports.continuation.yield($0) }]
                }
                try await QueueSite.running(services) {
                    var bots: [BotAddress] = []
                    for await port in ports.stream {
                        bots.append(
                            BotAddress(
                                url: "http://127.0.0.1:\(port)/api/messages", cloud: cloud, standIn: standIn))
                        if bots.count == replicas { break }
                    }
                    try await body(
                        RunningBot(cloud: cloud, standIn: standIn, records: records, metrics: metrics, bots: bots))
                }
            }
        }
        await pool.close()
        try result.get()
    }

    private static func registration(
        _ cloud: StandInCloud, _ standIn: StandInCloud.Address
    ) throws -> TeamsRegistration {
        guard let url = ServiceURL(standIn.serviceURL) else { throw CancellationError() }
        return TeamsRegistration(
            appID: cloud.appID, secret: cloud.secret, tenantID: cloud.tenantID, tenants: [cloud.tenantID],
            cloud: Cloud(
                metadataURL: standIn.metadataURL, issuer: cloud.issuer, loginURL: standIn.loginURL,
                scope: "https://api.botframework.com/.default", serviceURL: url))
    }

    private static func parts(_ records: Records, _ metrics: Metrics, _ equipment: Equipment) -> TeamsSide.Parts {
        let assistant = Assistant(
            records: records, mind: equipment.mind, servers: equipment.servers, policy: equipment.policy,
            surroundings: Nothing(metrics: metrics), options: equipment.options, logger: QueueSite.logger)
        var parts = TeamsSide.Parts(
            assistant: assistant, records: records, metrics: metrics, webhookSecret: webhookSecret,
            logger: QueueSite.logger)
        parts.queue = .quick
        parts.time = equipment.time
        // What is repeated is repeated at once.
        parts.retries.base = .milliseconds(1)
        return parts
    }

    private static func server(_ side: TeamsSide, _ metrics: Metrics) -> RevaServer {
        let report = HealthReport(adapterInitialized: true, database: true)
        var server = RevaServer(host: "127.0.0.1", port: 0, logger: QueueSite.logger) {
            report
        } health: {
            report
        }
        server.teams = side
        server.metrics = metrics
        return server
    }

    /// The next messages to a conversation that are no piece of a streamed one.
    func messages(_ count: Int, in conversation: String, from deliveries: AsyncStream<Delivery>) async -> [Delivery] {
        var found: [Delivery] = []
        for await delivery in deliveries
        where delivery.conversation == conversation && delivery.string("type") == "message" {
            found.append(delivery)
            if found.count == count { break }
        }
        return found
    }

    /// Returns when nothing waits any more; the test's own limit of time ends a wait in vain.
    func becomesIdle() async throws {
        while try await records.inbox.open() + records.deliveries.open() > 0 {
            // The database announces nothing.
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

/// An assistant's surroundings of which nothing is known.
private struct Nothing: Surroundings {
    let metrics: Metrics
    var version: String { "0.0.0" }
    func health() async -> [PartHealth] { [] }
    func backups() async -> BackupReport? { nil }
    func observe(_ event: TurnEvent) { metrics.observe(event) }
}
