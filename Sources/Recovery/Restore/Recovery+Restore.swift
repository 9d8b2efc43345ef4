import Archive
import Deployment
import Foundation

/// What became of a restore.
package struct Restoration: Sendable, Encodable {
    package enum State: String, Encodable, Sendable {
        /// The backup is the live database, with all of its indexes.
        case restored
        /// The backup is not what it should be; production was not touched.
        case failed
    }

    package var name: String
    package var state: State
    package var reasons: [String] = []
    /// What the former database is called now: `reva undo` brings it back.
    package var before: String?
    /// From the beginning until the restored data was live and the application healthy.
    package var liveSeconds: Double?
    /// How long the application was down; nil where there is none.
    package var downtimeSeconds: Double?
    /// All of it, indexes included.
    package var seconds: Double = 0
    package var steps: [String: Double] = [:]
}

extension Recovery {
    /// Restores a backup: loads it beside production, checks it, and swaps.
    ///
    /// Nothing touches the live database before a complete, checked copy stands beside it. Vector indexes are built after
    /// going live unless `waitForIndexes`: answers are right without them.
    /// - Parameter wish: a name, or `latest` for the newest proven backup.
    /// - Throws: when production is as it was. A backup that turns out bad is no error: see the result's state.
    package func restore(_ wish: String, waitForIndexes: Bool = false) async throws -> Restoration {
        let clock = ContinuousClock()
        let start = clock.now
        return try await procedure("restore") { run in
            let name = try Catalog(folder: backups).find(wish, proven: true)
            try run.note { $0.backup = name.fileName }
            var result = Restoration(name: name.fileName, state: .failed)
            do {
                let restore = Restore(recovery: self, run: run, name: name)
                let prepared = try await restore.prepare(waitForIndexes: waitForIndexes)
                let live = try await restore.goLive(prepared)
                result.before = live.before
                result.downtimeSeconds = live.downtime
                result.liveSeconds = (clock.now - start).inSeconds
                try await restore.finishIndexes(prepared)
                result.state = .restored
            } catch let error as ArchiveError where error.isAboutTheBackup {
                result.reasons = [error.summary]
            } catch let error as RecoveryError where error.reason == .badBackup {
                result.reasons = error.summary.split(separator: "\n").map(String.init)
            }
            result.seconds = (clock.now - start).inSeconds
            result.steps = run.seconds
            return result
        }
    }
}

/// The steps of one restore.
private struct Restore {
    let recovery: Recovery
    let run: Run
    let name: BackupName

    /// A complete, checked copy beside production.
    struct Prepared {
        let load: Load
        let outcome: Load.Outcome
        let scratch: ScratchDatabase
        let indexesPending: Bool
    }

    func prepare(waitForIndexes: Bool) async throws -> Prepared {
        let path = recovery.backups.appending(name.fileName).string
        let known = Catalog(folder: recovery.backups).backup(name)
        let reader = try await run.step("open the backup") { try await offload { try ArchiveReader.open(path) } }
        if case .indexLost(let error) = reader.form { throw error }
        if known.state == .failed {
            throw RecoveryError(known.reasons.joined(separator: "\n"), reason: .badBackup)
        }
        let scratch = ScratchDatabase(for: recovery.deployment)
        do {
            try await run.step("make a database beside production") {
                try await scratch.make(for: reader, run)
            }
            let load = Load(recovery: recovery, run: run, reader: reader, target: scratch)
            let outcome = try await load.fill()
            let pending = !waitForIndexes && !outcome.schedule.vectorIndexes.isEmpty
            if !pending { try await load.buildVectorIndexes(of: outcome, in: scratch.name, live: false) }
            try await check(scratch, against: outcome, reader, known, indexesPending: pending)
            return Prepared(load: load, outcome: outcome, scratch: scratch, indexesPending: pending)
        } catch {
            // Also when the task was cancelled: a cancelled task would not get as far as the server.
            try await Task.detached { try await scratch.drop() }.value
            try run.note { $0.scratch = nil }
            throw error
        }
    }

    /// A proven backup was compared when it was proven, so what was sent (checksums), what the server counted and the
    /// list of objects are enough; the rows of another are read back first.
    private func check(
        _ scratch: ScratchDatabase, against outcome: Load.Outcome, _ reader: ArchiveReader, _ known: Backup,
        indexesPending: Bool
    ) async throws {
        let prove = Prove(recovery: recovery, run: run)
        var expected = outcome
        if indexesPending { expected.inventory.leaveOut(outcome.schedule) }
        let proven = known.state == .proven && reader.form.isIndexed
        var found = try await run.step(proven ? "check the objects" : "read the copy back") {
            proven ? try await prove.definitions(of: scratch.name) : try await prove.readBack(scratch.name)
        }
        if proven {
            // Up to 16 large objects stand among the definitions, so both sides have to forget them.
            found.leaveOutContent()
            expected.inventory.leaveOutContent()
        }
        let reasons = try await prove.compare(found, with: expected, reader: reader, in: scratch.name)
        guard reasons.isEmpty else { throw RecoveryError(reasons.joined(separator: "\n"), reason: .badBackup) }
    }

    func goLive(_ prepared: Prepared) async throws -> GoLive.Outcome {
        do {
            return try await GoLive(recovery: recovery, run: run).bringUp(prepared.scratch.name)
        } catch {
            try await Task.detached { try await prepared.scratch.drop() }.value
            throw error
        }
    }

    func finishIndexes(_ prepared: Prepared) async throws {
        guard prepared.indexesPending else { return }
        try run.note { $0.indexesPending = true }
        let live = recovery.deployment.database
        run.remark(
            "the restored data is live; vector indexes are being built, until then their searches are exact and slower")
        try await prepared.load.buildVectorIndexes(of: prepared.outcome, in: live, live: true)
        try run.note { $0.indexesPending = false }
    }
}

extension Inventory {
    /// Takes out what is built after going live.
    fileprivate mutating func leaveOut(_ schedule: LoadSchedule) {
        let later = Set(
            (schedule.vectorIndexes + schedule.afterVectorIndexes).compactMap(\.entry).map {
                "\($0.kind) \($0.schema ?? "") \($0.name)"
            })
        objects.removeAll { later.contains("\($0.kind) \($0.schema ?? "") \($0.name)") }
    }

    /// Takes out what only rows and values show.
    fileprivate mutating func leaveOutContent() {
        tables = []
        objects.removeAll { $0.kind == "SEQUENCE SET" || $0.kind == "LARGE OBJECTS" }
    }
}
