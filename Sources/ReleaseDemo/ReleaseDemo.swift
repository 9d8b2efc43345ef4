import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// A server that stands in for Digital.ai Release: the REST API v1 with the product's paths, shapes and states, over a
/// dozen releases that move by themselves. Nothing is kept: a new one begins anew.
///
/// Callers are known by `x-release-personal-token` or by name and password (`admin` / `admin`; see `Sample`).
package struct ReleaseDemo: Sendable {
    let store: Store
    private let webhook: Webhook?
    private let logger: Logger

    /// - Parameter now: what time it is; a test gives its own.
    package init(webhook: Webhook? = nil, logger: Logger, now: @escaping @Sendable () -> Date = { Date() }) {
        store = Store(now: now)
        self.webhook = webhook
        self.logger = logger
    }

    /// Lets happen what is due by now, and tells the webhook of it.
    package func tick() async {
        let events = await store.takeEvents()
        await webhook?.deliver(events)
    }

    /// The next matching requests have this fault.
    package func add(_ fault: Fault) async { await store.add(fault) }

    /// The server, ready to run as a service; `started` is called with the port once it listens.
    package func application(
        host: String, port: Int, started: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        var application = Application(
            router: DemoRoutes(store: store).router(),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: "ReleaseDemo"),
            onServerRunning: { channel in await started(channel.localAddress?.port ?? port) },
            logger: logger)
        application.addServices(DemoClock(demo: self))
        return application
    }
}

/// Moves the stand-in every second, so that its webhook tells of things when they happen.
private struct DemoClock: Service {
    let demo: ReleaseDemo

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await demo.tick()
                try await Task.sleep(for: .seconds(1))
            }
        }
    }
}
