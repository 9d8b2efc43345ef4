import Archive
import Deployment
import Foundation

/// The quarterly test: shows first that damage is found, then that a fresh backup comes back whole, and that Reva starts on
/// it. Production is only read.
final class Drill {
    let recovery: Recovery
    let run: Run
    let targets: Status.Targets
    /// Where the copies are: production's own deployment, or a server that was started for them.
    private(set) var elsewhere: Recovery

    private(set) var checks: [DrillReport.Check] = []
    private(set) var backup: FinishedArchive?
    private(set) var inventory: Inventory?
    private(set) var databaseBytes: Int?
    /// Seconds of work that would have been lost when the drill began; nil when all of it.
    private(set) var exposure: Double?

    /// How long the steps had taken when the restore began.
    private(set) var earlier: [String: Double] = [:]

    /// What a check throws that found something wrong.
    struct Finding: Error {
        let account: String
    }

    init(recovery: Recovery, run: Run, targets: Status.Targets) {
        self.recovery = recovery
        self.run = run
        self.targets = targets
        elsewhere = recovery
    }

    /// Runs all of it.
    /// - Throws: when nothing could be found out: the server is away, a disk is full, the run was cancelled. Nothing is left
    ///   behind then, either.
    func hold(on place: DrillPlace, at now: Date) async throws {
        let newest = try recovery.catalog.backups().first { $0.state == .proven && $0.taken <= now }
        exposure = newest.map { now.timeIntervalSince($0.taken) }
        if place == .scratch { try await checkRoom() }
        let file = try await Capture(recovery: recovery, run: run).take()
        backup = file
        try run.note { $0.backup = file.name.fileName }
        try await testOnFiles(file)
        earlier = run.seconds
        switch place {
        case .scratch: try await restore(file)
        case .server: try await withServer { try await restore(file) }
        }
        judgeObjectives()
    }

    /// Before anything is made: a server of its own is looked at when it stands.
    private func checkRoom() async throws {
        struct Row: Decodable {
            let bytes: Int
            let directory: String?
        }
        let deployment = recovery.deployment
        let row: Row = try await DatabaseSession.with(deployment) {
            try await $0.row(
                """
                SELECT pg_database_size(current_database()) AS bytes,
                    (SELECT setting FROM pg_settings WHERE name = 'data_directory') AS directory
                """)
        }
        try await ScratchDatabase.checkRoom(for: Self.copies, of: row.bytes, in: row.directory, of: deployment)
    }

    /// The restored one, and the one that is damaged.
    private static let copies = 2

    /// Lends a server of its own to what follows.
    private func withServer(_ body: () async throws -> Void) async throws {
        let name = "reva-drill-server-\(UUID().uuidString.prefix(8).lowercased())"
        try run.note { $0.server = name }
        let result = await Result.catching {
            let started = try run.begin("start a server for the copy")
            try await recovery.deployment.withServer(name) { server in
                started()
                elsewhere = recovery.with(server)
                try await body()
            }
        }
        elsewhere = recovery
        try await Task { [deployment = recovery.deployment] in try await deployment.endServer(name) }.value
        try run.note { $0.server = nil }
        try result.get()
    }

    private func restore(_ file: FinishedArchive) async throws {
        let reader = try await run.step("open the backup") {
            try await offload { [path = file.path] in try ArchiveReader.open(path) }
        }
        let scratch = ScratchDatabase(for: elsewhere.deployment)
        do {
            try await run.step("make a scratch database") {
                try await scratch.make(for: reader, copies: Self.copies, run)
            }
            try await examineCopy(in: scratch, of: reader, file.name)
        } catch {
            try await scratch.discard(run)
            throw error
        }
        try await cleanUp(scratch)
    }

    /// Restores, and looks at the copy from every side; what a failed check makes pointless is left out.
    private func examineCopy(
        in scratch: ScratchDatabase, of reader: ArchiveReader, _ name: BackupName
    ) async throws {
        var outcome: Load.Outcome?
        try await examine("the backup is restored") { _ in
            let load = Load(recovery: elsewhere, run: run, reader: reader, target: scratch)
            let loaded = try await load.fill()
            try await load.buildVectorIndexes(of: loaded, in: scratch.name, live: false)
            outcome = loaded
            return "\(name) was loaded into an empty database without an error"
        }
        guard let outcome else {
            for check in [
                "damage in a copy is found", "the copy is the same", "pgvector works", "Reva starts on the copy",
                "it answers a message",
            ] {
                skip(check, "there is no copy")
            }
            return
        }
        try await testOnCopy(scratch, outcome, reader)
        try await compare(scratch, outcome, reader, name)
        try await searchVectors(in: scratch)
        try await startApplication(on: scratch)
    }

    /// Runs one check. What it finds wrong is a result; what keeps it from finding anything out is thrown.
    /// - Parameter body: gives one sentence, and may put lines into the details.
    func examine(_ name: String, _ body: (inout [String]) async throws -> String) async throws {
        var details: [String] = []
        var state = DrillReport.Check.State.failed
        let account: String
        do {
            account = try await body(&details)
            state = .passed
        } catch let finding as Finding {
            account = finding.account
        } catch let error as ArchiveError where error.isAboutTheBackup {
            account = error.summary
        } catch let error as RecoveryError where error.reason == .failed || error.reason == .badBackup {
            // What was cancelled says nothing.
            try Task.checkCancellation()
            account = error.summary
        } catch let error as DeploymentError {
            try Task.checkCancellation()
            account = error.summary
        }
        checks.append(.init(name: name, state: state, account: account, details: details))
    }

    func record(_ check: DrillReport.Check) { checks.append(check) }

    func skip(_ name: String, _ account: String) {
        checks.append(.init(name: name, state: .skipped, account: account, details: []))
    }

    func saw(_ inventory: Inventory, bytes: Int) {
        self.inventory = inventory
        databaseBytes = bytes
    }

    private func cleanUp(_ scratch: ScratchDatabase) async throws {
        try await examine("nothing is left") { _ in
            try await run.step("clean up") {
                try await scratch.discard(run)
                guard try await !scratch.exists() else { throw Finding(account: "\(scratch.name) is still there") }
            }
            return "the copy and everything else that the drill made is gone; the backup stays"
        }
    }
}
