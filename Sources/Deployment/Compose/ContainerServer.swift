import Foundation
import Health
import SystemPackage

/// A database server in a container of its own, beside a Compose project: what is restored there never touches
/// production's disk or server.
struct ContainerServer: Deployment {
    let project: ComposeProject
    let container: String
    let password: String
    let database: String

    var description: String { "a container of its own, \(container)" }
    var identity: String { "container:\(container)/\(database)" }
    var hasApplication: Bool { false }

    func stopApplication() {}
    func startApplication() {}
    func flushCache() {}
    func components() -> [Component] { [] }
    func health() async throws -> HealthReport {
        throw DeploymentError("no application belongs to \(description), only a database")
    }

    func run(
        _ program: DatabaseProgram, input: FileDescriptor?, output: FileDescriptor?
    ) async throws -> DatabaseProgram.End {
        try await project.docker.run(
            program, on: program.database ?? database, in: container, input: input, output: output)
    }

    func freeSpace(at directory: String) async -> Int? { await project.docker.freeSpace(at: directory, in: container) }

    func withRehearsal<Value: Sendable>(
        _ name: String, on database: String, _ body: @Sendable (any Rehearsal) async throws -> Value
    ) async throws -> Value {
        let address = "postgresql://postgres:\(password)@\(container):5432/\(database)"
        return try await project.withRehearsal(name, settings: ["REVA_DATABASE_URL": address], body)
    }

    func endRehearsal(_ name: String) async throws { try await project.endRehearsal(name) }

    /// While a new server is set up, a temporary one answers on the socket; over TCP there is only the real one.
    func waitUntilReady(within limit: Duration) async throws {
        let clock = ContinuousClock()
        let end = clock.now + limit
        while clock.now < end {
            let ready = ["exec", container, "pg_isready", "--quiet", "--host=127.0.0.1"]
            if (try? await project.docker.ask(ready)) != nil { return }
            // The server tells nobody that it is ready: there is nothing to do but to ask again.
            try await clock.sleep(for: .milliseconds(200))
        }
        throw DeploymentError(
            "the database server in the container \(container) did not start within \(Int(limit.components.seconds)) s")
    }
}
