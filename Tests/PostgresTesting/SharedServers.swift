import Deployment
import Foundation
import SystemPackage

/// One running server an installation, for all tests of this process; each ends, and its folder goes, with it.
package actor SharedServers {
    package static let shared = SharedServers()
    private var servers: [PostgresInstallation: Task<PostgresServer, any Error>] = [:]

    package func server(of installation: PostgresInstallation) async throws -> PostgresServer {
        if let known = servers[installation] { return try await known.value }
        // Not the test's child: the server outlives it, and its cancellation must not fail the others.
        let task = Task {
            let server = try PostgresServer(
                installation, folder: TestFolder.unused(), settings: .throwAway, isThrowAway: true)
            try await server.start()
            return server
        }
        servers[installation] = task
        return try await task.value
    }
}

/// Paths short enough for sockets, and reachable for whoever runs the servers.
package enum TestFolder {
    /// A path in /tmp that does not exist yet.
    package static func unused() -> FilePath {
        FilePath("/tmp/reva-test-" + UUID().uuidString.lowercased().replacing("-", with: "").prefix(12))
    }
}
