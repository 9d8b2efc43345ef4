import Cache
import Health
import Subprocess
import SystemPackage

/// Reva on this machine: a database that can be reached from here, and perhaps a `reva up` that serves it.
package struct LocalDeployment: Deployment {
    package let description: String
    package let database: String
    let programs: PostgresPrograms
    let application: LocalApplication?
    let cache: RedisAddress?
    let reva: FilePath?

    /// - Parameters:
    ///   - environment: the connection, as libpq's variables (`PGHOST`, `PGPASSWORD`, …); it reaches the programs by
    ///     their environment, so that no password ever stands on a command line.
    ///   - application: nil where only a database was named.
    ///   - cache: nil where there is none outside of the application's process.
    ///   - reva: this program's file, for a second application; nil where there can be none.
    package init(
        description: String, database: String, binaries: FilePath, environment: [String: String],
        application: LocalApplication?, cache: RedisAddress? = nil, reva: FilePath? = nil
    ) {
        self.description = description
        self.database = database
        self.programs = PostgresPrograms(binaries: binaries, environment: environment)
        self.application = application
        self.cache = cache
        self.reva = reva
    }

    package var identity: String {
        let server = [programs.environment["PGHOST"], programs.environment["PGPORT"]].map { $0 ?? "" }
        return "\(server.joined(separator: ":"))/\(database)"
    }

    package var hasApplication: Bool { application != nil }

    package func stopApplication() async throws { try await application?.stop() }

    package func startApplication() async throws { try await application?.start() }

    package func health() async throws -> HealthReport {
        guard let application else {
            throw DeploymentError("no application belongs to \(description), only a database")
        }
        return try await application.health()
    }

    package func run(
        _ program: DatabaseProgram, input: FileDescriptor?, output: FileDescriptor?
    ) async throws -> DatabaseProgram.End {
        try await programs.run(program, in: program.database ?? database, input: input, output: output)
    }

    package func flushCache() async throws { try await cache?.flush() }

    package func components() async throws -> [Component] {
        guard let application else { return [] }
        let answers = await application.answers
        return [Component(name: "reva", isRunning: answers, state: answers ? "running" : "not running")]
    }

    package func freeSpace(at directory: String) async -> Int? {
        // A server elsewhere has a folder of that name only by chance; ours is reached by a socket on this machine.
        guard let host = programs.environment["PGHOST"],
            host.hasPrefix("/") || host == "localhost" || host == "127.0.0.1"
        else { return nil }
        return FileSystem.freeSpace(at: FilePath(directory))
    }

    package func withRehearsal<Value: Sendable>(
        _ name: String, on database: String, _ body: @Sendable (any Rehearsal) async throws -> Value
    ) async throws -> Value {
        guard let reva else { throw DeploymentError("no second application can be started beside \(description)") }
        return try await ChildApplication.with(
            name, program: reva, connection: programs.connection(to: database), body)
    }

    package func endRehearsal(_ name: String) { ChildApplication.remove(name) }
}
