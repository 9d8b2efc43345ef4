import Logging
import Server
import ServiceLifecycle
import Synchronization
import Teams
import TeamsStandIn

/// Microsoft Teams within a `reva up`: the registration that the settings name, else a stand-in of Microsoft's cloud, so
/// that a newcomer can send a message as Teams does.
struct LocalTeams {
    let settings: Settings
    let logger: Logger

    struct Running: Sendable {
        let registration: TeamsRegistration
        /// The stand-in; nil where the registration is a real one.
        let standIn: String?
        /// Told where the bot is, as soon as that is known.
        let connect: @Sendable (String) -> Void
    }

    /// Starts what is missing, lends it, and stops it whatever becomes of `body`.
    func with<Value>(_ body: (Running) async throws -> Value) async throws -> Value {
        if let registration = try settings.teamsRegistration {
            return try await body(Running(registration: registration, standIn: nil, connect: { _ in }))
        }
        let cloud = try StandInCloud(logger: logger)
        let bot = Place()
        let addresses = AsyncStream<StandInCloud.Address>.makeStream()
        let service = cloud.application(bot: { bot.url }) { addresses.continuation.yield($0) }
        let group = ServiceGroup(configuration: .init(services: [.init(service: service)], logger: logger))
        let task = Task {
            defer { addresses.continuation.finish() }
            try await group.run()
        }
        var bound = addresses.stream.makeAsyncIterator()
        guard let address = await bound.next(), let serviceURL = ServiceURL(address.serviceURL) else {
            try await task.value
            throw CommandError("the stand-in for Teams ended before it listened")
        }
        let registration = TeamsRegistration(
            appID: cloud.appID, secret: cloud.secret, tenantID: cloud.tenantID, tenants: [cloud.tenantID],
            cloud: Cloud(
                metadataURL: address.metadataURL, issuer: cloud.issuer, loginURL: address.loginURL,
                scope: Cloud.public.scope, serviceURL: serviceURL))
        let result = await Result.catching {
            try await body(Running(registration: registration, standIn: address.base) { bot.url = $0 })
        }
        await group.triggerGracefulShutdown()
        _ = await task.result
        return try result.get()
    }

    /// Where the bot takes activities; nil until it is there.
    private final class Place: Sendable {
        private let text = Mutex<String?>(nil)
        var url: String? {
            get { text.withLock { $0 } }
            set { text.withLock { $0 = newValue } }
        }
    }
}
