import Archive
import Foundation
import Glibc
import SystemPackage

/// The backups in a folder: read from their names, indexes and proofs, never from a file's date.
package struct Catalog: Sendable {
    package let folder: FilePath
    /// Whose proofs are believed; nil where no key is known.
    let trust: Set<PublicKey>?

    package init(folder: FilePath, trust: Set<PublicKey>? = nil) {
        self.folder = folder
        self.trust = trust
    }

    /// All backups, newest first. A file that cannot be read is listed as failed, with the reason.
    /// - Throws: `RecoveryError` when the folder cannot be read; a folder that is not there holds none.
    package func backups() throws -> [Backup] {
        try names().map(backup)
    }

    /// Newest first.
    func names() throws -> [BackupName] {
        guard FileManager.default.fileExists(atPath: folder.string) else { return [] }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder.string)
                .compactMap { BackupName($0) }.sorted(by: >)
        } catch {
            throw RecoveryError(
                "the folder \(folder) cannot be read: \(String(cString: strerror(errno)))",
                hints: ["check its owner and mode, or name another with --backups or REVA_BACKUPS"])
        }
    }

    /// The name under which the runbook's commands find the newest backup.
    package static let latest = "reva_LATEST.sql.gz"

    /// Lets that name lead to a backup; at no moment does it lead nowhere.
    func linkLatest(to name: BackupName) throws {
        let (new, link) = (folder.appending(".reva_LATEST.new").string, folder.appending(Self.latest).string)
        unlink(new)
        guard symlink(name.fileName, new) == 0, rename(new, link) == 0 else {
            throw RecoveryError("\(link) cannot be made to lead to \(name): \(String(cString: strerror(errno)))")
        }
    }

    /// What is known of one backup, from its index and its proof; the file is not read whole.
    func backup(_ name: BackupName) -> Backup {
        let path = folder.appending(name.fileName).string
        let proof = Proof.read(of: name, in: folder)
        do {
            let reader = try ArchiveReader.open(path)
            return describe(name, reader, proof)
        } catch {
            var status = stat()
            let bytes = stat(path, &status) == 0 ? Int(status.st_size) : 0
            return Backup(
                name: name.fileName, path: path, bytes: bytes, taken: name.takenAt, state: .failed,
                reasons: ["\(error)"])
        }
    }

    private func describe(_ name: BackupName, _ reader: ArchiveReader, _ proof: Proof?) -> Backup {
        var backup = Backup(
            name: name.fileName, path: reader.path, bytes: reader.bytes, taken: name.takenAt, state: .unchecked)
        switch reader.form {
        case .indexed: backup.state = .whole
        case .plain: backup.state = .unchecked
        case .indexLost(let error):
            backup.state = .failed
            backup.reasons = ["\(error)"]
        }
        if let manifest = reader.manifest {
            backup.tables = manifest.inventory.tables.map(TableRecord.init)
            backup.serverVersion = manifest.serverVersion
            backup.database = manifest.database
            backup.seconds = manifest.facts[Capture.secondsFact].flatMap(Double.init)
        }
        guard let proof, backup.state != .failed else { return backup }
        guard proof.fingerprint.fits(reader) else {
            backup.reasons = ["its proof is of another file: it must be verified again"]
            return backup
        }
        if let doubt = proof.doubt(trusting: trust) {
            backup.reasons = [doubt]
            return backup
        }
        backup.state = proof.state == .proven ? .proven : .failed
        backup.reasons = proof.reasons
        backup.proven = proof.provenAt
        backup.tables = proof.tables.isEmpty ? backup.tables : proof.tables
        backup.serverVersion = backup.serverVersion ?? proof.serverVersion
        backup.restoreSeconds = proof.liveSeconds
        return backup
    }

    /// - Throws: `RecoveryError` with the reason `.noBackup` when none is proven.
    package func newestProven() throws -> Backup { backup(try find("latest", proven: true)) }

    /// The backup that a person means: a name, a path, or `latest` for the newest one.
    /// - Parameter proven: `latest` sees proven backups only.
    /// - Throws: `RecoveryError` with the reason `.noBackup`.
    package func find(_ wish: String, proven: Bool) throws -> BackupName {
        let names = try names()
        if wish == "latest" {
            guard let newest = names.first(where: { !proven || backup($0).state == .proven }) else {
                throw RecoveryError(
                    names.isEmpty
                        ? "there is no backup in \(folder)"
                        : "none of the \(names.count) backups in \(folder) is proven",
                    reason: .noBackup,
                    hints: names.isEmpty ? ["reva backup"] : ["reva verify \(names[0])", "reva list"])
            }
            return newest
        }
        let fileName = FilePath(wish).lastComponent?.string ?? wish
        guard let name = BackupName(fileName) ?? BackupName("\(fileName).sql.gz") else {
            throw RecoveryError(
                "\(wish) is not the name of a backup, such as reva_2026-03-15_020000.sql.gz", reason: .noBackup,
                hints: ["reva list", "latest stands for the newest proven backup"])
        }
        guard names.contains(name) else {
            throw RecoveryError("there is no backup \(name) in \(folder)", reason: .noBackup, hints: ["reva list"])
        }
        return name
    }
}
