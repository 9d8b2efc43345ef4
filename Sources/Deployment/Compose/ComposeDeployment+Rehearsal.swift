import Foundation
import Health

extension ComposeDeployment {
    /// A container of the application's service, with what Compose gives to that: image, networks, secrets, limits; no port
    /// is published.
    package func withRehearsal<Value: Sendable>(
        _ name: String, on database: String, _ body: @Sendable (any Rehearsal) async throws -> Value
    ) async throws -> Value {
        let settings = try await rehearsalSettings(on: database).flatMap { ["--env", "\($0.key)=\($0.value)"] }
        let result = await Result.catching {
            try await project.compose(
                ["run", "--detach", "--no-deps", "--name", name] + settings + [Service.application])
            return try await body(ComposeRehearsal(docker: project.docker, container: name))
        }
        // A task of its own, for this one may be cancelled.
        try await Task { try await endRehearsal(name) }.value
        return try result.get()
    }

    package func endRehearsal(_ name: String) async throws {
        // Without an error when there is no such container.
        try await project.docker.ask(["rm", "--force", "--volumes", name])
    }

    /// The application's settings with the other database, and all of them empty by which it could reach anybody.
    private func rehearsalSettings(on database: String) async throws -> [String: String] {
        struct Configuration: Decodable {
            struct Service: Decodable { let environment: [String: String?]? }
            let services: [String: Service]
        }
        let answer = try await project.compose(["config", "--format", "json"])
        let configuration = try JSONDecoder().decode(Configuration.self, from: Data(answer.utf8))
        guard let environment = configuration.services[Service.application]?.environment,
            let url = environment["REVA_DATABASE_URL"].flatMap(\.self), var address = URLComponents(string: url)
        else { throw DeploymentError("compose.yaml gives the application no address of a database") }
        address.path = "/\(database)"
        let kept: Set = [
            "REVA_HOME", "REVA_HOST", "REVA_PORT", "REVA_DATABASE_PASSWORD", "REVA_DATABASE_PASSWORD_FILE",
            "REVA_LOG_LEVEL",
        ]
        var settings = Dictionary(uniqueKeysWithValues: environment.keys.filter { !kept.contains($0) }.map { ($0, "") })
        settings["REVA_DATABASE_URL"] = address.string
        return settings
    }
}

/// An application in a container of its own.
private struct ComposeRehearsal: Rehearsal {
    let docker: Docker
    let container: String

    func health() async throws -> HealthReport { try await docker.health(of: container) }
}

extension Docker {
    /// Asks the application in a container for its health.
    func health(of container: String) async throws -> HealthReport {
        // Not `curl --fail`: a degraded application answers with 503, and says why.
        let question =
            #"exec curl --silent --show-error --max-time 10 "http://localhost:${REVA_PORT:-3978}/api/health?detail=true""#
        return try HealthReport(asked: try await ask(["exec", container, "sh", "-c", question]))
    }
}
