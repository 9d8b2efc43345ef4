import Deployment
import Foundation
import Health
import Synchronization

@testable import Recovery

/// A Reva that stands for a real one in an incident: what is seen of it is what the test says.
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

    private func look<Value>(_ body: (inout State) -> Value) throws -> Value {
        try state.withLock { state in
            if state.isAway { throw DeploymentError("nobody answers here", isUnreachable: true) }
            return body(&state)
        }
    }

    var description: String { "a test's Reva" }
    func components() async throws -> [Component] { try look { $0.components } }
    func databaseAnswers() async -> Bool { (try? look { $0.health?.database }) == true }
    func databaseLog(lines: Int) async throws -> [String] { try look { $0.log } }
    func listed() async throws -> [Backup] { try look { $0.backups } }
    func salvage() async throws -> Salvaged { try look { _ in Salvaged(path: "/salvaged.sql") } }

    func newestProven() async throws -> Backup {
        guard let backup = try look({ $0.backups.first { $0.state == .proven } }) else {
            throw RecoveryError("there is no backup here", reason: .noBackup)
        }
        return backup
    }

    func plan(_ wish: String) async throws -> String { try look { _ in "would restore \(wish)" } }

    func health() async throws -> HealthReport {
        guard let health = try look({ $0.health }) else { throw DeploymentError("the application is not running") }
        return health
    }

    func restore(_ wish: String) async throws -> Restoration {
        try look { state in
            state.restored.append(wish)
            state.health = HealthReport(adapterInitialized: true, database: true)
            return state.restoration
        }
    }
}
