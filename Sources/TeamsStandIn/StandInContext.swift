import Hummingbird
import NIOCore

/// A request that knows its connection, so that the connection can be broken.
struct StandInContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// Nothing more goes over this connection.
    func breakConnection() async -> any Error {
        try? await channel.close()
        return CancellationError()
    }
}
