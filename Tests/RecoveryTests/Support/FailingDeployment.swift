import Deployment
import Health
import Synchronization
import SystemPackage

/// A deployment with an application, of which the n-th thing that is asked of it goes wrong.
final class FailingDeployment: Deployment {
    enum Fault: Sendable, CaseIterable {
        /// It is not done at all.
        case refused
        /// It is done, and then said to have failed.
        case doneButLost
    }

    private struct State {
        var calls = 0
        var isRunning = true
        var starts = 0
    }

    private let real: any Deployment
    private let call: Int
    private let fault: Fault
    private let isHealthy: @Sendable () async -> Bool
    private let state = Mutex(State())

    /// - Parameters:
    ///   - call: which one goes wrong, from 1; 0 for none.
    ///   - isHealthy: what the application, while it runs, says of its database.
    init(
        _ real: any Deployment, call: Int = 0, _ fault: Fault = .refused,
        isHealthy: @escaping @Sendable () async -> Bool = { true }
    ) {
        (self.real, self.call, self.fault, self.isHealthy) = (real, call, fault, isHealthy)
    }

    var isRunning: Bool { state.withLock(\.isRunning) }
    /// True once the call that was to go wrong has been made.
    var hasFailed: Bool { state.withLock { call > 0 && $0.calls >= call } }

    var description: String { real.description }
    var database: String { real.database }
    var identity: String { real.identity }
    var hasApplication: Bool { true }

    private func isNext() -> Bool {
        state.withLock { state in
            state.calls += 1
            return state.calls == call
        }
    }

    private func change(_ running: Bool, _ what: String) throws {
        let fails = isNext()
        if !fails || fault == .doneButLost { state.withLock { $0.isRunning = running } }
        if fails { throw DeploymentError("the application cannot \(what)") }
    }

    func stopApplication() async throws { try change(false, "stop") }
    func startApplication() async throws { try change(true, "start") }

    func health() async throws -> HealthReport {
        guard isRunning else { throw DeploymentError("nobody answers") }
        return HealthReport(adapterInitialized: true, database: await isHealthy())
    }

    func flushCache() async throws { try await real.flushCache() }
    func components() async throws -> [Component] { try await real.components() }
    func freeSpace(at directory: String) async -> Int? { await real.freeSpace(at: directory) }

    func run(
        _ program: DatabaseProgram, input: FileDescriptor?, output: FileDescriptor?
    ) async throws -> DatabaseProgram.End {
        guard isNext() else { return try await real.run(program, input: input, output: output) }
        if fault == .doneButLost {
            _ = try await real.run(program, input: input, output: output)
        } else {
            try input?.close()
            try output?.close()
        }
        return DatabaseProgram.End(failure: "was ended by signal 9", errors: "")
    }
}
