import Archive
import Deployment
import Foundation

/// What is done after a run that did not end well: its process was killed, or the machine went down.
///
/// Production needs no repair: the swap is one transaction of the server, so it is either the old database or the new
/// one. What is left are files without a final name, a scratch database, a stopped application, indexes not yet built.
struct CleanUp: Sendable {
    let recovery: Recovery
    let run: Run

    /// Tells what was found, removes or finishes it.
    ///
    /// What cannot be dealt with now is told and left to the next run: it must not keep tonight's backup from being
    /// taken. What another database's run left waits for a run on that database.
    func afterEarlierRuns() async throws {
        for file in try ArchiveWriter.removeRemains(in: recovery.backups.string) {
            run.remark("removed the unfinished file \(file)")
        }
        for remains in run.earlier {
            run.warn("a run did not end well: \(remains.description)")
            guard remains.target == recovery.deployment.identity || remains.isClean else {
                run.warn("what it left is in the database \(remains.target): the next run on that cleans it up")
                continue
            }
            do {
                try await after(remains)
                await recovery.attest(remains)
                try run.note { journal in journal.earlier.removeAll { $0.since == remains.since } }
            } catch let error as RecoveryError where error.reason != .unreachable {
                try Task.checkCancellation()
                run.warn("what it left cannot be cleaned up now, the next run tries again: \(error)")
            }
        }
    }

    /// Nothing here is undone by being done twice.
    private func after(_ remains: Journal) async throws {
        if let name = remains.rehearsal {
            try await recovery.deployment.endRehearsal(name)
            run.remark("ended the second application \(name)")
        }
        if let name = remains.server {
            try await recovery.deployment.endServer(name)
            run.remark("removed the server \(name)")
        }
        try await endSessions(of: remains)
        for name in remains.others ?? [] {
            try await ScratchDatabase(name: name, deployment: recovery.deployment).drop()
        }
        let wasLive = if let name = remains.scratch { try await !drop(name, of: remains) } else { true }
        if let backup = remains.missing {
            run.warn("a restore in place did not end, and there is no database now: reva restore \(backup)")
        }
        if remains.applicationStopped {
            try await recovery.deployment.startApplication()
            run.remark("started the application")
        }
        if remains.indexesPending, wasLive, let name = remains.backup.flatMap({ BackupName($0) }) {
            try await finishIndexes(of: name)
        }
    }

    /// Ends what the server is still doing for a run that is dead, and waits for it: a database would appear, or change its
    /// name, after it was looked for.
    private func endSessions(of remains: Journal) async throws {
        try await DatabaseSession.with(recovery.deployment, database: ScratchDatabase.maintenance) { session in
            try await session.run(
                "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE application_name = :'name';",
                ["name": remains.sessionName])
        }
    }

    /// Drops what the run was filling, and says on which side of its swap it ended.
    /// - Returns: true when the database was still beside production, and so had not gone live.
    private func drop(_ name: String, of remains: Journal) async throws -> Bool {
        // Nobody but that run knew this name: a scratch database of another folder's run is none of ours.
        let scratch = ScratchDatabase(name: name, deployment: recovery.deployment)
        let stands = try await scratch.exists()
        try await scratch.drop()
        if stands { run.remark("dropped the scratch database \(name)") }
        guard remains.command == "restore" else { return stands }
        run.remark(
            stands
                ? "the database is the one from before: that restore had not gone live"
                : "the database is the restored one if the swap had begun; reva undo goes back to the former")
        return stands
    }

    /// Builds the vector indexes that a restore which had gone live did not get to.
    private func finishIndexes(of name: BackupName) async throws {
        let path = recovery.backups.appending(name.fileName).string
        guard FileManager.default.fileExists(atPath: path) else {
            run.warn("vector indexes of \(name) are not built, and the backup is gone")
            return
        }
        let live = ScratchDatabase(name: recovery.deployment.database, deployment: recovery.deployment)
        let reader = try await offload { try ArchiveReader.open(path) }
        let load = Load(recovery: recovery, run: run, reader: reader, target: live)
        try run.note {
            $0.backup = name.fileName
            $0.indexesPending = true
        }
        try await load.buildMissingVectorIndexes()
        try run.note { $0.indexesPending = false }
    }
}
