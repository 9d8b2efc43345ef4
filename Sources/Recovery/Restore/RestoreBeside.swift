import Archive
import Deployment
import Foundation

/// A restore that loads a copy beside production, checks it, and swaps.
struct RestoreBeside {
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
        let known = recovery.catalog.backup(name)
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
            // Said before the swap: after it there is no moment at which a crash could leave them unbuilt and unknown.
            try run.note { $0.indexesPending = pending }
            return Prepared(load: load, outcome: outcome, scratch: scratch, indexesPending: pending)
        } catch {
            try await scratch.discard(run)
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

    func goLive(_ prepared: Prepared) async throws -> (outcome: GoLive.Outcome, gap: GapReport?) {
        do {
            let epoch = RestoreEpoch(recovery: recovery, run: run, moment: name.takenAt, backup: name.fileName)
            let gap = try await epoch.gap(rows: prepared.outcome.inventory.rows)
            try await epoch.mark(prepared.scratch.name, gap)
            return (try await GoLive(recovery: recovery, run: run).bringUp(prepared.scratch.name), gap)
        } catch {
            try await prepared.scratch.discard(run)
            try run.note { $0.indexesPending = false }
            throw error
        }
    }

    func finishIndexes(_ prepared: Prepared) async throws {
        guard prepared.indexesPending else { return }
        let live = recovery.deployment.database
        run.remark(
            "the restored data is live; vector indexes are being built, until then their searches are exact and slower")
        do {
            try await prepared.load.buildVectorIndexes(of: prepared.outcome, in: live, live: true)
        } catch let error as RecoveryError where error.reason == .badBackup {
            // The backup is live: nobody may hear that production was not touched.
            throw RecoveryError(
                "the restored data is live, without all of its vector indexes: \(error)",
                hints: ["nothing is wrong with answers, which take longer; the next run builds what is missing"])
        }
        try run.note { $0.indexesPending = false }
    }
}

extension Inventory {
    /// Of each table, by `schema.name`.
    var rows: [String: Int] {
        Dictionary(tables.map { ("\($0.name.schema).\($0.name.name)", $0.rows) }) { first, _ in first }
    }

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
