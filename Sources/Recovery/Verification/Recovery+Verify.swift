import Archive
import Foundation

extension Recovery {
    /// Proves one backup, or finds out what is wrong with it: its checksums, then a restore beside production, compared.
    /// - Parameter wish: a name, or `latest` for the newest backup.
    /// - Returns: the backup with its state and the reasons; a bad backup is no error.
    package func verify(_ wish: String) async throws -> Backup {
        let name = try catalog.find(wish, proven: false)
        return try await procedure("verify") { run in try await verify(name, in: run) }
    }

    /// Proves every backup, the newest first.
    package func verifyAll() async throws -> [Backup] {
        let names = try catalog.names()
        return try await procedure("verify") { run in
            var results: [Backup] = []
            for name in names { results.append(try await verify(name, in: run)) }
            return results
        }
    }

    private func verify(_ name: BackupName, in run: Run) async throws -> Backup {
        try run.note { $0.backup = name.fileName }
        let proof = try await Prove(recovery: self, run: run).proof(of: name)
        try proof.write(in: backups)
        return catalog.backup(name)
    }
}
