import Foundation
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// A web server that is all that a command does: it runs until Ctrl-C or SIGTERM.
struct ForegroundServer {
    let host: String
    let port: Int
    let logger: Logger

    /// - Throws: `CommandError` when the address cannot be listened on.
    func run(_ service: some Service) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: service)], gracefulShutdownSignals: [.sigint, .sigterm], logger: logger))
        do {
            try await group.run()
        } catch let error as IOError {
            let isTaken = error.errnoCode == EADDRINUSE
            throw CommandError(
                isTaken
                    ? "another program listens at \(host):\(port) already"
                    : "the server cannot listen at \(host):\(port): \(error)",
                hints: ["--port 0 takes a free port"])
        }
    }
}
