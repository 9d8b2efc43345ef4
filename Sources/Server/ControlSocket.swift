import Foundation
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// What `reva restore` may ask of a running application.
package protocol ControlledApplication: Sendable {
    /// Stops serving and lets go of the database. Stopping twice is no error.
    func stop() async throws
    /// Serves again. Starting twice is no error.
    func start() async throws
}

/// A socket in the home over which the application is stopped and started for a restore: a line asks, a line answers.
///
/// Whoever stopped it holds it down by staying connected. When that connection ends, however it ends, the application
/// starts again: a restore that is killed never leaves Reva down.
package struct ControlSocket: Service {
    private let path: String
    private let application: any ControlledApplication
    private let logger: Logger

    /// - Parameter path: at most 107 bytes; a socket that a crash left there is replaced.
    package init(path: String, application: any ControlledApplication, logger: Logger) {
        self.path = path
        self.application = application
        self.logger = logger
    }

    package func run() async throws {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        chmod(path, 0o600)
        do {
            try await cancelWhenGracefulShutdown {
                try await server.executeThenClose { connections in
                    try await withThrowingDiscardingTaskGroup { group in
                        for try await connection in connections {
                            group.addTask { await serve(connection) }
                        }
                    }
                }
            }
        } catch is CancellationError {
            // A graceful shutdown is a good end.
        }
    }

    private func serve(_ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async {
        var holds = false
        do {
            try await connection.executeThenClose { inbound, outbound in
                var line = ""
                for try await buffer in inbound {
                    line += String(buffer: buffer)
                    guard line.utf8.count < 256 else { return }
                    while let end = line.firstIndex(of: "\n") {
                        let question = String(line[..<end])
                        line.removeSubrange(...end)
                        let answer = await answer(question)
                        if answer == "stopped" { holds = true }
                        if answer == "started" { holds = false }
                        try await outbound.write(ByteBuffer(string: "\(answer)\n"))
                    }
                }
            }
        } catch {
            logger.debug("a control connection broke", metadata: ["error": "\(error)"])
        }
        if holds {
            logger.warning("whoever stopped the application is gone: starting it again")
            _ = await answer("start")
        }
    }

    private func answer(_ question: String) async -> String {
        do {
            switch question {
            case "stop":
                try await application.stop()
                return "stopped"
            case "start":
                try await application.start()
                return "started"
            default:
                return "unknown: \(question)"
            }
        } catch {
            return "failed: \(error)".replacingOccurrences(of: "\n", with: " ", options: .literal)
        }
    }
}
