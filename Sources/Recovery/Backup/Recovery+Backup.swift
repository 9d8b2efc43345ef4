import Archive
import Deployment
import Foundation
import SystemPackage

extension Recovery {
    /// Takes a backup and, unless told not to, proves it by restoring it.
    /// - Returns: the backup; its state says whether the proof succeeded, `reasons` why not.
    /// - Throws: when no backup could be taken; then none is there under any name.
    package func backup(prove: Bool = true) async throws -> Backup {
        try await procedure("backup") { run in
            let file = try await Capture(recovery: self, run: run).take()
            if prove {
                let proof = try await Prove(recovery: self, run: run).proof(of: file.name)
                try proof.write(in: backups)
            }
            await keepErasures(run)
            let backup = catalog.backup(file.name)
            if backup.state != .failed {
                do { try catalog.linkLatest(to: file.name) } catch { run.warn("\(error)") }
            }
            return backup
        }
    }

    /// About how much text the next backup will hold, for the progress; nil when nothing is known.
    func expectedText(_ databaseSize: Int) -> Int? {
        let names = (try? catalog.names()) ?? []
        for name in names.prefix(3) {
            guard let reader = try? ArchiveReader.open(backups.appending(name.fileName).string),
                let text = reader.scriptBytes,
                let before = reader.manifest?.facts[Capture.sizeFact].flatMap(Double.init)
            else { continue }
            return Int(Double(text) * Double(databaseSize) / max(before, 1))
        }
        return nil
    }

    /// Runs a procedure that changes something: takes the lock, cleans up after a run that did not end well, leaves
    /// nothing behind but what the procedure made, and keeps in the evidence what became of it.
    func procedure<Value: Attested>(_ command: String, _ body: (Run) async throws -> Value) async throws -> Value {
        let clock = ContinuousClock()
        let start = clock.now
        try FileManager.default.createFolder(backups)
        let run = try Run(command, on: deployment.identity, in: backups, tell: tell)
        defer { run.end() }
        let result = await Result.catching {
            try await CleanUp(recovery: self, run: run).afterEarlierRuns()
            return try await body(run)
        }
        await attest(command, result, seconds: (clock.now - start).inSeconds, steps: run.seconds)
        return try result.get()
    }
}

extension FileManager {
    fileprivate func createFolder(_ path: FilePath) throws {
        do {
            try createDirectory(
                atPath: path.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw RecoveryError(
                "the folder \(path) cannot be made: \(error.localizedDescription)",
                hints: ["name another with --backups or REVA_BACKUPS"])
        }
    }
}
