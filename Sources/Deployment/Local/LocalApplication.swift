import Health
import Synchronization
import SystemPackage

/// The application of a `reva up` or `reva serve` on this machine, reached by its control socket and its port.
package final class LocalApplication: Sendable {
    private let socket: FilePath
    private let address: String
    /// From stop to start: the connection that keeps the application stopped. Its end, however it comes, starts it.
    private let hold = Mutex<ControlConnection?>(nil)

    /// - Parameter address: the server's, such as `http://127.0.0.1:3978`.
    package init(socket: FilePath, address: String) {
        self.socket = socket
        self.address = address
    }

    /// True when its server answers.
    var answers: Bool { get async { await HealthReport.isAlive(address) } }

    func stop() async throws {
        // A second hold would let go of the first, and with it start the application.
        guard hold.withLock({ $0 == nil }) else { return }
        let connection = try ControlConnection(to: socket)
        try await connection.ask("stop", expecting: "stopped")
        hold.withLock { $0 = connection }
    }

    func start() async throws {
        guard let connection = hold.withLock({ $0.take() }) else { return }
        try await connection.ask("start", expecting: "started")
    }

    func health() async throws -> HealthReport { try await .asked(of: address) }
}
