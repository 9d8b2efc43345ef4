import Foundation
import Health
import SystemPackage

/// Reva on this machine as its operator sees it, whether it runs or not.
package struct LocalScene: Scene {
    package let description: String
    private let deployment: LocalDeployment?
    private let log: FilePath?

    /// - Parameters:
    ///   - deployment: nil when nothing runs, or the database that was named does not answer.
    ///   - log: of the database server; nil where only a database was named.
    package init(description: String, deployment: LocalDeployment?, log: FilePath?) {
        (self.description, self.deployment, self.log) = (description, deployment, log)
    }

    package func components() async throws -> [Component] {
        if let deployment { return try await deployment.components() }
        return log == nil ? [] : [Component(name: "reva", isRunning: false, state: "not running")]
    }

    package func health() async throws -> HealthReport {
        guard let deployment else {
            throw DeploymentError("nobody answers for \(description)", hints: ["reva up"], isUnreachable: true)
        }
        return try await deployment.health()
    }

    package func databaseAnswers() async -> Bool {
        let question = DatabaseProgram(.psql, ["-X", "-q", "-c", "SELECT 1"])
        guard let end = try? await deployment?.run(question, input: nil, output: nil) else { return false }
        return end.failure == nil
    }

    package func databaseLog(lines: Int) async throws -> [String] {
        guard let log else {
            throw DeploymentError("the log of \(description) is on its server, and not read from here")
        }
        guard let data = FileManager.default.contents(atPath: log.string) else {
            throw DeploymentError("the database's log \(log) cannot be read")
        }
        return String(decoding: data.suffix(256 << 10), as: UTF8.self).lastLines(lines)
    }
}
