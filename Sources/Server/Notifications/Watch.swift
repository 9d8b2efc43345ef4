import Logging
import ServiceLifecycle

/// Looks again and again for what happened, where nobody announces it.
protocol Watch: Service {
    /// Between two looks at the same thing, in seconds.
    var interval: Double { get }
    var logger: Logger { get }
    /// One look, at whatever is due.
    func look() async throws
}

extension Watch {
    package func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await look()
                } catch is CancellationError {
                    return
                } catch {
                    logger.debug("nothing was looked at", metadata: ["watch": "\(Self.self)", "error": "\(error)"])
                }
                // The tools announce nothing.
                try await Task.sleep(for: .seconds(interval / 4))
            }
        }
    }
}
