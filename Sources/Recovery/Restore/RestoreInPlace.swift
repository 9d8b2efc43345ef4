import Archive
import Deployment
import Foundation

/// A restore into the place of the live database, for a disk that has no room for a second copy.
///
/// It does what the runbook does by hand, more carefully: only with a proven backup, after a backup of what is there,
/// and into an empty database, so that nothing newer than the backup stays behind. The application is down until the
/// end. The new database bears the live name only when it is complete: after a crash there is none, rather than half of
/// one that looks healthy, and the next run says what to restore.
struct RestoreInPlace {
    let recovery: Recovery
    let run: Run
    let name: BackupName

    struct Outcome {
        /// The safety backup; nil when there was no database to back up.
        let safety: String?
        /// How long the application was down; nil where there is none.
        let downtime: Double?
        let gap: GapReport?
    }

    func restore() async throws -> Outcome {
        let reader = try await openProven()
        let safety = try await takeSafetyBackup()
        let epoch = RestoreEpoch(recovery: recovery, run: run, moment: name.takenAt, backup: name.fileName)
        let gap = safety == nil ? nil : try await epoch.gap(rows: reader.manifest?.inventory.rows)
        let clock = ContinuousClock()
        let stopped = clock.now
        let deployment = recovery.deployment
        try await run.step("stop the application") {
            try run.note { $0.applicationStopped = deployment.hasApplication }
            try await deployment.stopApplication()
        }
        let scratch = ScratchDatabase(for: deployment)
        let swap = Swap(recovery: recovery, run: run)
        try await run.step("drop the database") {
            try await scratch.makeAnywhere(for: reader, run)
            guard safety != nil else { return }
            try await swap.carryOver(to: scratch.name)
            try run.note { $0.missing = name.fileName }
            try await ScratchDatabase(name: deployment.database, deployment: deployment).drop()
        }
        do {
            let load = Load(recovery: recovery, run: run, reader: reader, target: scratch)
            let outcome = try await load.fill()
            try await load.buildVectorIndexes(of: outcome, in: scratch.name, live: false)
            try await epoch.mark(scratch.name, gap)
            try await run.step("give it its name") {
                _ = try await swap.takeOver(by: scratch.name)
                try run.note {
                    $0.scratch = nil
                    $0.missing = nil
                }
            }
        } catch let error as RecoveryError where error.reason == .badBackup {
            // The former database is gone: nobody may hear that production was not touched.
            throw RecoveryError(
                "\(error); there is no database \(deployment.database) now",
                hints: ["reva list"] + (safety.map { ["reva restore \($0), which is what was there"] } ?? []))
        }
        guard deployment.hasApplication else { return Outcome(safety: safety, downtime: nil, gap: gap) }
        try await GoLive(recovery: recovery, run: run).startAndWait()
        return Outcome(safety: safety, downtime: (clock.now - stopped).inSeconds, gap: gap)
    }

    private func openProven() async throws -> ArchiveReader {
        let backup = recovery.catalog.backup(name)
        guard backup.state == .proven else {
            throw RecoveryError(
                "\(name) is \(backup.state.rawValue), and only a proven backup is restored in place",
                reason: .badBackup, hints: ["reva verify \(name)"])
        }
        return try await run.step("check the backup") {
            try await offload { [path = backup.path] in
                let reader = try ArchiveReader.open(path)
                try reader.check()
                return reader
            }
        }
    }

    private func takeSafetyBackup() async throws -> String? {
        let live = ScratchDatabase(name: recovery.deployment.database, deployment: recovery.deployment)
        guard try await live.exists() else { return nil }
        let file = try await Capture(recovery: recovery, run: run).take()
        try await run.step("check the safety backup") {
            try await offload { try ArchiveReader.open(file.path).check() }
        }
        return file.name.fileName
    }
}
