import Health
import SystemPackage

/// One running Reva, and what can be done to it.
///
/// This is mechanism only: a deployment knows how something is stopped or asked here, never in which order, whether
/// it should, or how it is told to people. Only deployments start processes.
package protocol Deployment: Sendable {
    /// What a person would call it, such as "local, PostgreSQL at /var/lib/reva/run".
    var description: String { get }

    /// The database that holds Reva's state.
    var database: String { get }

    /// Tells this database from every other, the same in every process: where its server is, and its name.
    var identity: String { get }

    /// False where only a database was named: then there is nothing to stop, start or ask for its health.
    var hasApplication: Bool { get }

    /// Stops the application and returns when it no longer uses the database. Stopping twice is no error.
    ///
    /// Where the deployment can, the application comes back by itself should this process end before `startApplication`.
    func stopApplication() async throws

    /// Starts the application and returns when the start was accepted; `health()` tells when it is ready.
    func startApplication() async throws

    /// Empties the cache, where there is one: it is newer than a database that was restored. Doing it twice is no error.
    func flushCache() async throws

    /// Asks the application for its health, from where it runs.
    func health() async throws -> HealthReport

    /// Runs a program of PostgreSQL beside the database, connected to it.
    ///
    /// The descriptors are handed over: they are closed here as soon as the program has its own, so that the other end
    /// of a pipe sees the program's end. Without one the stream is empty or discarded. Cancelling the task ends the
    /// program.
    /// - Throws: only when the program could not be started or watched; a failure of its own is in the result.
    func run(
        _ program: DatabaseProgram, input: FileDescriptor?, output: FileDescriptor?
    ) async throws -> DatabaseProgram.End

    /// Bytes free on the file system that holds `directory` of the database server; nil where nobody can tell.
    func freeSpace(at directory: String) async -> Int?

    /// The parts that Reva consists of here, and how each is; empty where only a database was named.
    func components() async throws -> [Component]

    /// Starts a second application against another database of the same server, lends it, and ends it whatever becomes of
    /// `body`. The real one is not touched.
    /// - Parameter name: its own; `endRehearsal` finds by it what a killed process left.
    func withRehearsal<Value: Sendable>(
        _ name: String, on database: String, _ body: @Sendable (any Rehearsal) async throws -> Value
    ) async throws -> Value

    /// Ends and removes what a rehearsal of that name left; no error when there is nothing.
    func endRehearsal(_ name: String) async throws

    /// Starts a database server of the same kind that has nothing to do with production's, lends it as a deployment without
    /// an application, and removes it with all that is on it, whatever becomes of `body`.
    /// - Parameter name: its own; `endServer` finds by it what a killed process left.
    func withServer<Value: Sendable>(
        _ name: String, _ body: (any Deployment) async throws -> Value
    ) async throws -> Value

    /// Ends and removes what a server of that name left; no error when there is nothing.
    func endServer(_ name: String) async throws
}

extension Deployment {
    package func withRehearsal<Value: Sendable>(
        _ name: String, on database: String, _ body: @Sendable (any Rehearsal) async throws -> Value
    ) async throws -> Value {
        throw DeploymentError("no second application can be started beside \(description)")
    }

    package func endRehearsal(_ name: String) async throws {}

    package func withServer<Value: Sendable>(
        _ name: String, _ body: (any Deployment) async throws -> Value
    ) async throws -> Value {
        throw DeploymentError("no second server can be started beside \(description)")
    }

    package func endServer(_ name: String) async throws {}
}

/// One part of a running Reva: the application, its database, its cache, a tool server.
package struct Component: Sendable, Encodable {
    /// As the runbook calls it: reva, postgres, redis, ollama, release-mcp, jira-mcp.
    package var name: String
    package var isRunning: Bool
    /// In the words of whatever runs it, such as "running (healthy)" or "exited (137)".
    package var state: String

    package init(name: String, isRunning: Bool, state: String) {
        self.name = name
        self.isRunning = isRunning
        self.state = state
    }
}

/// A program of PostgreSQL, without the connection: that is the deployment's.
package struct DatabaseProgram: Sendable {
    package enum Name: String, Sendable {
        case psql
        case dump = "pg_dump"
    }

    package var name: Name
    package var arguments: [String]
    /// Nil means the deployment's own database.
    package var database: String?

    package init(_ name: Name, _ arguments: [String], database: String? = nil) {
        self.name = name
        self.arguments = arguments
        self.database = database
    }

    /// How a program ended.
    package struct End: Sendable {
        /// Nil means that it exited with 0.
        package var failure: String?
        /// What it wrote to standard error, the last 64 KiB of it.
        package var errors: String

        package init(failure: String?, errors: String) {
            self.failure = failure
            self.errors = errors
        }
    }
}
