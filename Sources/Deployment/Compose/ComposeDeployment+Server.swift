import Foundation

extension ComposeDeployment {
    /// A container of the database's image with an empty volume of its own, on the database's network; both go in the end.
    package func withServer<Value: Sendable>(
        _ name: String, _ body: (any Deployment) async throws -> Value
    ) async throws -> Value {
        let production = try await runningDatabase()
        guard let network = production.network.networks.keys.sorted().first else {
            throw DeploymentError("the database's container is on no network")
        }
        let password = UUID().uuidString
        let result = await Result.catching {
            try await project.docker.ask([
                "run", "--detach", "--init", "--name", name, "--network", network, "--shm-size", "1g", "--env",
                "POSTGRES_PASSWORD=\(password)", "--env", "PGHOST=127.0.0.1", production.config.image,
            ])
            let server = ContainerServer(
                project: project, container: name, password: password, database: database)
            try await server.waitUntilReady(within: .seconds(120))
            return try await body(server)
        }
        // A task of its own, for this one may be cancelled.
        try await Task { try await endServer(name) }.value
        return try result.get()
    }

    package func endServer(_ name: String) async throws {
        // Without an error when there is no such container.
        try await project.docker.ask(["rm", "--force", "--volumes", name])
    }
}
