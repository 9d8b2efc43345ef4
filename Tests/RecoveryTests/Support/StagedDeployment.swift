import Deployment
import Health
import PostgresTesting
import Synchronization
import SystemPackage

/// A test's database with an application that is only played, of which anything that is asked may go wrong.
final class StagedDeployment: Deployment {
    /// What the played application says.
    struct Script: Sendable {
        /// Of its database, while it runs.
        var isHealthy: @Sendable () async -> Bool = { true }
        /// The health report of a second application, on that database.
        var rehearsal: @Sendable (_ database: String) async throws -> HealthReport = { _ in
            HealthReport(adapterInitialized: true, database: true)
        }
        /// What the second one answers to all that was said so far.
        var answer: @Sendable ([String]) -> String = { $0.joined(separator: " ") }
        /// Bytes that are said to be free on the server's disk; nil for what is.
        var free: Int?
        /// Done before a program of PostgreSQL is run.
        var before: @Sendable (DatabaseProgram) async throws -> Void = { _ in }
    }

    private struct State {
        var isRunning: Bool
        var started: [String] = []
        var ended: [String] = []
    }

    private let real: any Deployment
    private let mishap: Mishap
    private let script: Script
    private let state: Mutex<State>

    init(_ real: any Deployment, _ mishap: Mishap = Mishap(), script: Script = Script(), isRunning: Bool = true) {
        (self.real, self.mishap, self.script) = (real, mishap, script)
        state = Mutex(State(isRunning: isRunning))
    }

    var isRunning: Bool { state.withLock(\.isRunning) }
    /// The second applications that were started, and those that were ended.
    var started: [String] { state.withLock(\.started) }
    var ended: [String] { state.withLock(\.ended) }

    var description: String { real.description }
    var database: String { real.database }
    var identity: String { real.identity }
    var hasApplication: Bool { true }

    func stopApplication() async throws {
        try await mishap.meet("stopping", pretending: ()) { state.withLock { $0.isRunning = false } }
    }

    func startApplication() async throws {
        try await mishap.meet("starting", pretending: ()) { state.withLock { $0.isRunning = true } }
    }

    func health() async throws -> HealthReport {
        try await mishap.meet("asking", pretending: HealthReport(adapterInitialized: true, database: true)) {
            guard isRunning else { throw DeploymentError("nobody answers") }
            return HealthReport(adapterInitialized: true, database: await script.isHealthy())
        }
    }

    func flushCache() async throws {
        try await mishap.meet("emptying the cache", pretending: ()) { try await real.flushCache() }
    }

    func components() async throws -> [Component] { try await real.components() }

    func freeSpace(at directory: String) async -> Int? {
        if let free = script.free { free } else { await real.freeSpace(at: directory) }
    }

    /// A program that was lost is one that was killed.
    func run(
        _ program: DatabaseProgram, input: FileDescriptor?, output: FileDescriptor?
    ) async throws -> DatabaseProgram.End {
        try await script.before(program)
        var isOurs = true
        defer {
            if isOurs {
                try? input?.close()
                try? output?.close()
            }
        }
        do {
            return try await mishap.meet(program.name.rawValue, pretending: .init(failure: nil, errors: "")) {
                isOurs = false
                return try await real.run(program, input: input, output: output)
            }
        } catch is DeploymentError where mishap.kind == .lost {
            return DatabaseProgram.End(failure: "was ended by signal 9", errors: "")
        }
    }

    func withRehearsal<Value: Sendable>(
        _ name: String, on database: String, _ body: @Sendable (any Rehearsal) async throws -> Value
    ) async throws -> Value {
        state.withLock { $0.started.append(name) }
        return try await body(Rehearsed(database: database, script: script, mishap: mishap))
    }

    func endRehearsal(_ name: String) async throws {
        try await mishap.meet("ending the second application", pretending: ()) {
            state.withLock { $0.ended.append(name) }
        }
    }
}

/// The second application.
private final class Rehearsed: Rehearsal {
    private let database: String
    private let script: StagedDeployment.Script
    private let mishap: Mishap
    private let said = Mutex<[String]>([])

    init(database: String, script: StagedDeployment.Script, mishap: Mishap) {
        (self.database, self.script, self.mishap) = (database, script, mishap)
    }

    func health() async throws -> HealthReport {
        try await mishap.meet("asking", pretending: HealthReport(adapterInitialized: true, database: true)) {
            try await script.rehearsal(database)
        }
    }

    func say(_ message: String) async throws -> String {
        try await mishap.meet("saying something", pretending: "") {
            script.answer(
                said.withLock { said in
                    said.append(message)
                    return said
                })
        }
    }
}
