import Hummingbird
import Logging
import NIOCore
import Synchronization

extension StandInCloud {
    /// Where a running stand-in can be reached.
    package struct Address: Sendable {
        /// Such as `http://127.0.0.1:40123`, without a slash at the end.
        package let base: String

        package var metadataURL: String { "\(base)/v1/.well-known/openidconfiguration" }
        package var keysURL: String { "\(base)/v1/.well-known/keys" }
        package var loginURL: String { base }
        /// What activities carry.
        package var serviceURL: String { "\(base)/" }
    }

    /// The server on this machine, to be run as a service.
    /// - Parameters:
    ///   - port: 0 takes any free one.
    ///   - bot: where the bot takes activities, once that is known: whoever asks the stand-in may then talk to it.
    ///   - started: called once it listens.
    package nonisolated func application(
        port: Int = 0, bot: (@Sendable () -> String?)? = nil, started: @escaping @Sendable (Address) async -> Void
    ) -> some ApplicationProtocol {
        let base = Base()
        let router = router(baseURL: { base.value })
        if let bot {
            addTrying(to: router) {
                bot().map { BotAddress(url: $0, cloud: self, standIn: Address(base: base.value)) }
            }
        }
        return Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                base.value = "http://127.0.0.1:\(channel.localAddress?.port ?? port)"
                await started(Address(base: base.value))
            },
            logger: logger)
    }

    /// Runs the server for as long as `body` does.
    package nonisolated func serve<Value: Sendable>(
        _ body: @escaping @Sendable (Address) async throws -> Value
    ) async throws -> Value {
        let (addresses, started) = AsyncStream.makeStream(of: Address.self)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await self.application { started.yield($0) }.run()
                started.finish()
                return nil
            }
            group.addTask {
                for await address in addresses { return try await body(address) }
                return nil
            }
            defer { group.cancelAll() }
            while let ended = try await group.next() {
                if let ended { return ended }
            }
            throw CancellationError()
        }
    }

    /// The address, known only once the server listens.
    private final class Base: Sendable {
        private let text = Mutex("")
        var value: String {
            get { text.withLock { $0 } }
            set { text.withLock { $0 = newValue } }
        }
    }
}
