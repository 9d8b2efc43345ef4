import Deployment
import Health
import PostgresTesting
import Synchronization
import SystemPackage

/// A deployment in which somebody changes the scratch database behind our back: after it was loaded, and before it is
/// read back.
final class TamperedDeployment: Deployment {
    private let real: any Deployment
    private let server: TestDatabase
    private let statement: String
    private let events: EventLog
    private let done = Mutex<Task<Void, any Error>?>(nil)

    init(_ bench: Workbench, _ statement: String) {
        (real, server, events, self.statement) = (bench.deployment, bench.database, bench.events, statement)
    }

    var description: String { real.description }
    var database: String { real.database }
    var identity: String { real.identity }
    var hasApplication: Bool { real.hasApplication }
    func stopApplication() async throws { try await real.stopApplication() }
    func startApplication() async throws { try await real.startApplication() }
    func health() async throws -> HealthReport { try await real.health() }
    func flushCache() async throws { try await real.flushCache() }
    func components() async throws -> [Component] { try await real.components() }
    func freeSpace(at directory: String) async -> Int? { await real.freeSpace(at: directory) }

    func run(
        _ program: DatabaseProgram, input: FileDescriptor?, output: FileDescriptor?
    ) async throws -> DatabaseProgram.End {
        if let name = program.database, name != database, events.steps.last == "read the copy back" {
            let (server, statement) = (server.server, statement)
            // Several read side by side; all of them wait for the one change.
            let change = done.withLock { done in
                let task = done ?? Task { _ = try await TestDatabase(server: server, name: name).psql(statement) }
                done = task
                return task
            }
            try await change.value
        }
        return try await real.run(program, input: input, output: output)
    }
}
