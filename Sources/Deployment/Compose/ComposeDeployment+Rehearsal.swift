import Foundation

extension ComposeDeployment {
    package func withRehearsal<Value: Sendable>(
        _ name: String, on database: String, _ body: @Sendable (any Rehearsal) async throws -> Value
    ) async throws -> Value {
        let settings = try await project.applicationSettings()
        guard let url = settings["REVA_DATABASE_URL"], var address = URLComponents(string: url) else {
            throw DeploymentError("compose.yaml gives the application no address of a database")
        }
        address.path = "/\(database)"
        var told = settings.filter { $0.key.hasPrefix("REVA_DATABASE_PASSWORD") }
        told["REVA_DATABASE_URL"] = address.string
        return try await project.withRehearsal(name, settings: told, body)
    }

    package func endRehearsal(_ name: String) async throws { try await project.endRehearsal(name) }
}
