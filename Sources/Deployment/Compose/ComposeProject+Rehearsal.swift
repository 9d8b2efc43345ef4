import Foundation
import Health

extension ComposeProject {
    /// Runs a container of the application's service, with what Compose gives to that: image, networks, secrets, limits; no
    /// port is published.
    /// - Parameter settings: what it is told; every other setting of the application is empty, so that it can reach nobody.
    func withRehearsal<Value: Sendable>(
        _ name: String, settings: [String: String], _ body: @Sendable (any Rehearsal) async throws -> Value
    ) async throws -> Value {
        let result = await Result.catching {
            let kept: Set = ["REVA_HOME", "REVA_HOST", "REVA_PORT", "REVA_LOG_LEVEL"]
            let names = try await applicationSettings().keys.filter { !kept.contains($0) }
            let all = Dictionary(uniqueKeysWithValues: names.map { ($0, "") }).merging(settings) { $1 }
            try await compose(
                ["run", "--detach", "--no-deps", "--name", name]
                    + all.sorted { $0.key < $1.key }
                    .flatMap { ["--env", "\($0.key)=\($0.value)"] } + [ComposeDeployment.Service.application])
            return try await body(ComposeRehearsal(docker: docker, container: name))
        }
        // A task of its own, for this one may be cancelled.
        try await Task { try await endRehearsal(name) }.value
        return try result.get()
    }

    func endRehearsal(_ name: String) async throws {
        // Without an error when there is no such container.
        try await docker.ask(["rm", "--force", "--volumes", name])
    }

    /// The environment of the application's service, as Compose works it out.
    func applicationSettings() async throws -> [String: String] {
        struct Configuration: Decodable {
            struct Service: Decodable { let environment: [String: String?]? }
            let services: [String: Service]
        }
        let answer = try await compose(["config", "--format", "json"])
        let configuration = try JSONDecoder().decode(Configuration.self, from: Data(answer.utf8))
        return (configuration.services[ComposeDeployment.Service.application]?.environment ?? [:]).compactMapValues(
            \.self)
    }
}

/// An application in a container of its own.
private struct ComposeRehearsal: Rehearsal {
    let docker: Docker
    let container: String

    func health() async throws -> HealthReport { try await docker.health(of: container) }

    func say(_ message: String) async throws -> String {
        try await docker.ask(
            ["exec", "--interactive", container, "reva", "chat", "--language", "en"],
            input: "\(message)\n")
    }
}
