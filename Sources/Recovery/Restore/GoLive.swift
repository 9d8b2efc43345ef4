import Deployment
import Foundation

/// Brings a complete database live: the application is down from its stop to its first good health report.
struct GoLive: Sendable {
    let recovery: Recovery
    let run: Run

    struct Outcome: Sendable {
        /// What the former database is called now; nil when there was none.
        let before: String?
        /// How long the application was down; nil where there is none.
        let downtime: Double?
    }

    /// Swaps, and swaps back when the application does not become healthy with the new database.
    /// - Parameter keepingRejected: sets the new database aside again then, for it is the only one of its content; a copy
    ///   of a backup is dropped.
    /// - Throws: `RecoveryError` with the reason `.swappedBack` then.
    func bringUp(_ name: String, keepingRejected: Bool = false) async throws -> Outcome {
        let deployment = recovery.deployment
        let swap = Swap(recovery: recovery, run: run)
        guard deployment.hasApplication else {
            run.remark("no application belongs to this deployment: nothing is stopped or started")
            let before = try await run.step("swap the databases") { try await swap.takeOver(by: name) }
            try run.note { $0.scratch = nil }
            return Outcome(before: before, downtime: nil)
        }
        let clock = ContinuousClock()
        let stopped = clock.now
        try await run.step("stop the application") {
            try run.note { $0.applicationStopped = true }
            try await deployment.stopApplication()
        }
        let before = try await swapOrRestart(name, with: swap)
        do {
            try await startAndWait()
        } catch {
            try await Task { try await goBack(to: before, keepingRejected, because: error) }.value
        }
        return Outcome(before: before, downtime: (clock.now - stopped).inSeconds)
    }

    /// Empties the cache and returns when the application is up and healthy.
    func startAndWait() async throws {
        await flushCache()
        try await run.step("start the application") { try await start() }
        try await run.step("wait until it is healthy") { try await waitUntilHealthy() }
    }

    /// What is cached is of another time than the database now. A cache that is away holds nothing either.
    private func flushCache() async {
        do {
            try await recovery.deployment.flushCache()
        } catch {
            run.warn("the cache could not be emptied: \(error)")
        }
    }

    private func swapOrRestart(_ name: String, with swap: Swap) async throws -> String? {
        do {
            let before = try await run.step("swap the databases") { try await swap.takeOver(by: name) }
            try run.note { $0.scratch = nil }
            return before
        } catch {
            // Nothing was swapped: the application goes on with what it had. A task of its own, for this one may be
            // cancelled, as Ctrl-C and the end of a pod do, and then it would ask for nothing any more.
            try await Task { try await start() }.value
            throw error
        }
    }

    private func start() async throws {
        try await recovery.deployment.startApplication()
        try run.note { $0.applicationStopped = false }
    }

    /// Returns when the application says that its database answers; what else is wrong is told, and is not the restore's.
    private func waitUntilHealthy() async throws {
        let clock = ContinuousClock()
        let limit = clock.now + recovery.settings.startLimit
        var last = "it gave no health report"
        while clock.now < limit {
            do {
                let report = try await recovery.deployment.health()
                if report.database && report.adapterInitialized {
                    for complaint in report.complaints { run.warn(complaint) }
                    return
                }
                last = report.complaints.joined(separator: "; ")
            } catch let error as DeploymentError {
                last = error.summary
            }
            // There is nothing to wait on but the answer of the next request.
            try await clock.sleep(for: .milliseconds(100))
        }
        throw RecoveryError(
            "the application did not become healthy within \(Int(recovery.settings.startLimit.inSeconds)) s: \(last)")
    }

    private func goBack(to before: String?, _ keepingRejected: Bool, because error: any Error) async throws {
        guard let before else { throw error }
        run.warn("\(error)")
        try await run.step("swap back") {
            try run.note { $0.applicationStopped = true }
            try await recovery.deployment.stopApplication()
            let rejected = try await Swap(recovery: recovery, run: run).takeOver(by: before)
            await flushCache()
            do {
                try await start()
            } catch {
                // The journal keeps that it is stopped.
                run.warn("the application cannot be started, the next run tries again: \(error)")
            }
            if let rejected, !keepingRejected {
                try await ScratchDatabase(name: rejected, deployment: recovery.deployment).drop()
            }
        }
        throw RecoveryError(
            "\(error); the former database was put back, and nothing was lost", reason: .swappedBack,
            hints: ["reva health", "reva status"] + ((error as? DeploymentError)?.hints ?? []))
    }
}
