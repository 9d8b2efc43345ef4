import Foundation
import Health
import Synchronization
import SystemPackage

/// Reva in Docker Compose. Everything is done inside of the containers, so that nothing need be published but the
/// application's port.
package final class ComposeDeployment: Deployment {
    package enum Service {
        package static let application = "reva"
        package static let database = "postgres"
        package static let cache = "redis"
    }

    package let project: ComposeProject
    package let database: String
    /// Asked for once: a backup runs a few dozen programs.
    private let databaseContainer = Mutex<Container?>(nil)

    package init(_ project: ComposeProject, database: String = "reva") {
        self.project = project
        self.database = database
    }

    package var description: String { "Docker Compose, project \(project.name) of \(project.folder)" }

    package var identity: String { "compose:\(project.name):\(project.folder)/\(database)" }

    package var hasApplication: Bool { true }

    package func stopApplication() async throws {
        let running = try await containers(of: Service.application).filter(\.state.isRunning)
        guard !running.isEmpty else { return }
        try await project.docker.ask(["stop", "-t", "30"] + running.map(\.id))
    }

    package func startApplication() async throws {
        let containers = try await containers(of: Service.application)
        if containers.isEmpty {
            do {
                try await project.compose(["up", "--detach", "--no-deps", "--no-recreate", Service.application])
            } catch let error as DeploymentError {
                throw DeploymentError(
                    "the application's container cannot be made: \(error.summary)",
                    hints: [
                        "docker compose up -d reva, in \(project.folder)",
                        "docker image ls: is its image there? REVA_IMAGE in .env names it",
                    ], isUnreachable: error.isUnreachable)
            }
        } else {
            try await project.docker.ask(["start"] + containers.map(\.id))
        }
    }

    package func flushCache() async throws {
        for cache in try await containers(of: Service.cache) where cache.state.isRunning {
            try await project.docker.ask(["exec", cache.id, "redis-cli", "FLUSHALL"])
        }
    }

    package func health() async throws -> HealthReport {
        guard let container = try await containers(of: Service.application).first else {
            throw missing(Service.application)
        }
        guard container.state.isRunning else {
            throw DeploymentError(
                "the application is not running: its container is \(container.component.state)",
                hints: ["docker compose up -d reva", "docker compose logs reva"], isUnreachable: true)
        }
        return try await project.docker.health(of: container.id)
    }

    package func freeSpace(at directory: String) async -> Int? {
        guard let container = try? await runningDatabase() else { return nil }
        return await project.docker.freeSpace(at: directory, in: container.id)
    }

    package func components() async throws -> [Component] { try await project.containers().map(\.component) }

    private func containers(of service: String) async throws -> [Container] {
        try await project.containers(of: service)
    }

    private func missing(_ service: String) -> DeploymentError {
        DeploymentError(
            "the Compose project \(project.name) has no container of the service \(service)",
            hints: ["docker compose up -d --wait \(service), in \(project.folder)"], isUnreachable: true)
    }

    /// The next program asks anew which container is the database's.
    func forgetContainer() { databaseContainer.withLock { $0 = nil } }

    /// The database's container, as it was when it was first asked for.
    func runningDatabase() async throws -> Container {
        if let known = databaseContainer.withLock(\.self) { return known }
        guard let container = try await containers(of: Service.database).first else {
            throw missing(Service.database)
        }
        guard container.state.isRunning else {
            throw DeploymentError(
                "the database is not running: its container is \(container.component.state)",
                hints: ["docker compose up -d --wait postgres", "docker compose logs postgres"], isUnreachable: true)
        }
        databaseContainer.withLock { $0 = container }
        return container
    }
}
