import Health
import Hummingbird
import Logging
import NIOCore

/// The web server of Reva: its routes and the address they are served at.
package struct RevaServer: Sendable {
    /// Where to listen; port 0 takes any free one.
    package var host: String
    package var port: Int
    /// Asked for each question whether it may be given work: itself and its database, nothing else.
    package var readiness: @Sendable () async -> HealthReport
    /// Asked for each health request; it must answer within seconds whatever is broken.
    package var health: @Sendable () async -> HealthReport
    package var logger: Logger
    package var metrics = Metrics()
    /// Takes what Teams and Release send; nil where neither is served.
    package var teams: TeamsSide?
    /// What the page for people says beside the health.
    package var facts: @Sendable () async -> [Fact] = { [] }

    package init(
        host: String, port: Int, logger: Logger, readiness: @escaping @Sendable () async -> HealthReport,
        health: @escaping @Sendable () async -> HealthReport
    ) {
        self.readiness = readiness
        self.host = host
        self.port = port
        self.logger = logger
        self.health = health
    }

    /// The application, ready to run as a service; `started` is called with the port once it listens.
    package func application(started: @escaping @Sendable (Int) async -> Void = { _ in }) -> some ApplicationProtocol {
        let router = Router()
        router.add(middleware: RequestRecord(metrics: metrics))
        Probes(readiness: readiness, health: health).add(to: router)
        MetricRoutes(metrics: metrics, refresh: { [teams] in await teams?.refreshMetrics() }).add(to: router)
        StatusPage(health: health, facts: facts).add(to: router)
        teams?.messages.add(to: router)
        teams?.webhook.add(to: router)
        return Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: "Reva"),
            onServerRunning: { channel in await started(channel.localAddress?.port ?? port) },
            logger: logger)
    }
}
