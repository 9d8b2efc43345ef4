import Deployment
import Foundation
import Health
import Synchronization

@testable import Recovery

/// A Reva that stands for a real one in an incident: what is seen of it is what the test says, and anything
/// may go wrong.
final class Standing: Scene, BackupService {
    struct State {
        var components = [Component(name: "postgres", isRunning: true, state: "running")]
        var health: HealthReport? = HealthReport(adapterInitialized: true, database: true)
        var log: [String] = []
        var backups: [Backup] = []
        var restoration = Restoration(name: "reva_2026-03-15_020000.sql.gz", state: .restored)
        /// What is asked of it from now on fails.
        var isAway = false
        var restored: [String] = []
    }

    let state = Mutex(State())
    private let mishap: Mishap

    init(_ mishap: Mishap = Mishap()) { self.mishap = mishap }

    private func look<Value: Sendable>(
        _ what: String, pretending lie: Value, _ body: (inout State) -> Value
    ) async throws -> Value {
        try await mishap.meet(what, pretending: lie) {
            try state.withLock { state in
                if state.isAway { throw DeploymentError("nobody answers here", isUnreachable: true) }
                return body(&state)
            }
        }
    }

    var description: String { "a test's Reva" }

    func components() async throws -> [Component] {
        try await look("seeing the components", pretending: []) { $0.components }
    }

    func databaseAnswers() async -> Bool {
        (try? await look("asking the database", pretending: true) { $0.health?.database == true }) == true
    }

    func databaseLog(lines: Int) async throws -> [String] {
        try await look("reading the log", pretending: []) { $0.log }
    }

    func listed() async throws -> [Backup] { try await look("listing", pretending: []) { $0.backups } }

    func salvage() async throws -> Salvaged {
        try await look("salvaging", pretending: Salvaged(path: "/nothing.sql")) { _ in Salvaged(path: "/salvaged.sql") }
    }

    func newestProven() async throws -> Backup {
        guard let backup = try await listed().first(where: { $0.state == .proven }) else {
            throw RecoveryError("there is no backup here", reason: .noBackup)
        }
        return backup
    }

    func plan(_ wish: String) async throws -> String {
        try await look("planning", pretending: "") { _ in "would restore \(wish)" }
    }

    func health() async throws -> HealthReport {
        let well: HealthReport? = HealthReport(adapterInitialized: true, database: true)
        guard let health = try await look("asking for its health", pretending: well, { $0.health }) else {
            throw DeploymentError("the application is not running")
        }
        return health
    }

    func restore(_ wish: String) async throws -> Restoration {
        let lie = Restoration(name: wish, state: .restored)
        return try await look("restoring", pretending: lie) { state in
            state.restored.append(wish)
            state.health = HealthReport(adapterInitialized: true, database: true)
            return state.restoration
        }
    }
}
