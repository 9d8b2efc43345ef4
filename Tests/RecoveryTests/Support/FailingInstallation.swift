import Deployment
import Health
import Synchronization

/// An installation in memory, of which the n-th thing that is asked of it goes wrong.
final class FailingInstallation: Installation {
    enum Fault: Sendable, CaseIterable {
        /// It is not done at all.
        case refused
        /// It is done, and then said to have failed.
        case doneButLost
        /// It is said to be done, and is not.
        case lie
        /// It does not end before it is cancelled.
        case hangs
    }

    struct State {
        /// What is on each storage; production's is called `data`.
        var storages = ["data": "everything"]
        var databaseRuns = true
        var applicationRuns = true
        /// What takes part besides the database.
        var stands: Set = ["reva", "redis", "release-mcp", "jira-mcp"]
        var restarted: [String] = []
        var calls = 0
    }

    private let state: Mutex<State>
    private let call: Int
    private let fault: Fault
    /// Told when a call hangs.
    private let hanging: AsyncStream<Void>.Continuation?

    /// - Parameter call: which one goes wrong, from 1; 0 for none.
    init(
        _ state: State = State(), call: Int = 0, _ fault: Fault = .refused,
        hanging: AsyncStream<Void>.Continuation? = nil
    ) {
        self.state = Mutex(state)
        (self.call, self.fault, self.hanging) = (call, fault, hanging)
    }

    var now: State { state.withLock(\.self) }
    /// True once the call that was to go wrong has been made.
    var hasFailed: Bool { state.withLock { call > 0 && $0.calls >= call } }

    private func act<Value: Sendable>(
        _ what: String, instead: Value, _ body: (inout State) throws -> Value
    ) async throws -> Value {
        let isNext = state.withLock { state in
            state.calls += 1
            return state.calls == call
        }
        guard isNext else { return try state.withLock { try body(&$0) } }
        switch fault {
        case .refused: throw DeploymentError("\(what) was refused")
        case .doneButLost:
            _ = try state.withLock { try body(&$0) }
            throw DeploymentError("\(what) was lost")
        case .lie: return instead
        case .hangs:
            hanging?.yield()
            try await Task.sleep(for: .seconds(86400))
            return instead
        }
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
        try await act("restart", instead: ()) { $0.restarted += components }
    }

    func stop() async throws {
        try await act("stop", instead: ()) { ($0.databaseRuns, $0.applicationRuns) = (false, false) }
    }

    func copyStorageAside() async throws -> String {
        try await act("copying", instead: "data_before_1") { state in
            guard !state.databaseRuns else { throw DeploymentError("the database runs, and is not copied") }
            guard let content = state.storages["data"] else { throw DeploymentError("there is nothing to copy") }
            let name = "data_before_\(state.storages.count)"
            state.storages[name] = content
            return name
        }
    }

    func recreateStorage(_ consent: StorageConsent) async throws {
        try await act("removing", instead: ()) { state in
            guard !state.databaseRuns else { throw DeploymentError("the storage is in use") }
            state.storages["data"] = ""
        }
    }

    func startDatabase() async throws { try await act("starting the database", instead: ()) { $0.databaseRuns = true } }
    func startApplication() async throws {
        try await act("starting the application", instead: ()) { $0.applicationRuns = true }
    }
}
