import Foundation
import Logging
import SystemPackage

extension LocalDeployment {
    /// A private server of the installation that the programs belong to, in a folder of its own; both go in the end, also
    /// when this process is killed.
    package func withServer<Value: Sendable>(
        _ name: String, _ body: (any Deployment) async throws -> Value
    ) async throws -> Value {
        try await Self.withServer(name, of: programs.binaries, database: database, reva: reva, body)
    }

    package func endServer(_ name: String) async { Self.removeServer(name) }

    static func withServer<Value: Sendable>(
        _ name: String, of binaries: FilePath, database: String, reva: FilePath?,
        _ body: (any Deployment) async throws -> Value
    ) async throws -> Value {
        do {
            let installation = try await PostgresInstallation.inspect(binaries)
            var quiet = Logger(label: "reva.postgres")
            quiet.logLevel = .error
            let server = try PostgresServer(
                installation, folder: folder(of: name), isThrowAway: true, logger: quiet)
            try await server.start()
            let copy = LocalDeployment(
                description: "a server of its own, \(installation.description)", database: database,
                binaries: installation.binFolder, environment: server.environment(), application: nil, reva: reva)
            let result = await Result.catching { try await body(copy) }
            await server.stop()
            return try result.get()
        } catch let error as PostgresServerError {
            throw DeploymentError("no server can be started for the copy: \(error)", hints: error.hints)
        }
    }

    /// It removes itself; this is for what could not.
    static func removeServer(_ name: String) {
        try? FileManager.default.removeItem(atPath: folder(of: name).string)
    }

    private static func folder(of name: String) -> FilePath { FilePath(NSTemporaryDirectory()).appending(name) }
}
