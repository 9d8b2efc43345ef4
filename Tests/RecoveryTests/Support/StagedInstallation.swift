import Deployment
import Health
import Synchronization

/// An installation in memory, of which anything that is asked may go wrong.
final class StagedInstallation: Installation {
    struct State {
        /// What is on each storage; production's is called `data`.
        var storages = ["data": "everything"]
        var databaseRuns = true
        var applicationRuns = true
        /// What takes part besides the database.
        var stands: Set = ["reva", "redis", "release-mcp", "jira-mcp"]
        var restarted: [String] = []
        /// How often it was told to do something.
        var acts = 0
    }

    private let state: Mutex<State>
    private let mishap: Mishap

    init(_ state: State = State(), _ mishap: Mishap = Mishap()) {
        self.state = Mutex(state)
        self.mishap = mishap
    }

    var now: State { state.withLock(\.self) }

    private func act<Value: Sendable>(
        _ what: String, pretending lie: Value, _ body: (inout State) throws -> Value
    ) async throws -> Value {
        state.withLock { $0.acts += 1 }
        return try await mishap.meet(what, pretending: lie) { try state.withLock { try body(&$0) } }
    }

    var description: String { "an installation in memory" }
    func components() async throws -> [Component] { [] }
    func health() async throws -> HealthReport {
        HealthReport(adapterInitialized: now.applicationRuns, database: now.databaseRuns)
    }
    func databaseAnswers() async -> Bool { now.databaseRuns }
    func databaseLog(lines: Int) async throws -> [String] { [] }
    func commands(for act: InstallationAct) async throws -> [String] { ["do \(act)"] }
    func disturbance(by components: [String]) async throws -> [String] { ["somebody waits"] }
    func storage() async throws -> String { "data" }

    func check(_ components: [String]) async throws {
        if let missing = components.first(where: { !now.stands.contains($0) }) {
            throw DeploymentError("\(missing) is not there")
        }
    }

    func restart(_ components: [String]) async throws {
        try await act("restart", pretending: ()) { $0.restarted += components }
    }

    func stop() async throws {
        try await act("stop", pretending: ()) { ($0.databaseRuns, $0.applicationRuns) = (false, false) }
    }

    func copyStorageAside() async throws -> String {
        try await act("copying", pretending: "data_before_1") { state in
            guard !state.databaseRuns else { throw DeploymentError("the database runs, and is not copied") }
            guard let content = state.storages["data"] else { throw DeploymentError("there is nothing to copy") }
            let name = "data_before_\(state.storages.count)"
            state.storages[name] = content
            return name
        }
    }

    func recreateStorage(_ consent: StorageConsent) async throws {
        try await act("removing", pretending: ()) { state in
            guard !state.databaseRuns else { throw DeploymentError("the storage is in use") }
            state.storages["data"] = ""
        }
    }

    func startDatabase() async throws {
        try await act("starting the database", pretending: ()) { $0.databaseRuns = true }
    }

    func startApplication() async throws {
        try await act("starting the application", pretending: ()) { $0.applicationRuns = true }
    }
}
