import Archive
import Crypto
import Deployment
import Foundation
import SystemPackage

/// The procedure of the second copy: it needs the folder of the backups, and no database.
package struct SecondCopy: Sendable {
    private let catalog: Catalog
    private let retention: Retention
    let evidence: Evidence?
    let tell: EventSink

    /// - Parameter evidence: the log that keeps what was copied; nil where none is kept.
    package init(
        of catalog: Catalog, retention: Retention, evidence: Evidence? = nil, tell: @escaping EventSink = { _ in }
    ) {
        (self.catalog, self.retention, self.evidence, self.tell) = (catalog, retention, evidence, tell)
    }

    var backups: FilePath { catalog.folder }

    /// Copies proven backups with their proofs, and what belongs to them, to a second place, reads them back there, and
    /// removes what retention no longer keeps there.
    ///
    /// A copy has its final name only when it was the same. What is interrupted is gone on with by the next call. A copy
    /// keeps nobody from taking a backup meanwhile.
    /// - Parameter wish: a name or `latest`; nil means every backup that retention keeps.
    package func copy(
        _ wish: String?, to target: any CopyTarget, dryRun: Bool = false, at now: Date = Date()
    ) async throws -> Copying {
        let wanted = try wanted(wish, at: now)
        if dryRun { return try await plan(for: wanted, at: target) }
        let lock = try RunLock(in: backups, named: ".reva.copy.lock")
        defer { lock.release() }
        var copying = try await attested(target) { try await copy(wanted, to: target, at: now) }
        // After the record of the rest, which is part of what goes along.
        let companions = try await attested(target) {
            Copying(
                target: target.description, dryRun: false, items: try await copyCompanions(to: target, at: now))
        }
        copying.items += companions.items
        return copying
    }

    private func attested(
        _ target: any CopyTarget, _ body: () async throws -> Copying
    ) async throws -> Copying {
        let result = await Result.catching(body)
        await attest(result, target)
        return try result.get()
    }

    private func plan(for wanted: [Backup], at target: any CopyTarget) async throws -> Copying {
        let there = try await target.files()
        let book = CopyBook.read(in: backups)
        let items = wanted.map { backup in
            let isThere =
                there[backup.name] == backup.bytes && book.entry(of: backup.name, at: target.description) != nil
            return Copying.Item(name: backup.name, bytes: backup.bytes, outcome: isThere ? .there : .copied)
        }
        return Copying(target: target.description, dryRun: true, items: items + plannedCompanions(there))
    }

    private func copy(_ wanted: [Backup], to target: any CopyTarget, at now: Date) async throws -> Copying {
        var copying = Copying(target: target.description, dryRun: false)
        let there = try await target.files()
        for backup in wanted {
            let outcome = try await copy(backup, to: target, there: there)
            copying.items.append(.init(name: backup.name, bytes: backup.bytes, outcome: outcome))
        }
        copying.items += try await prune(target, at: now)
        return copying
    }

    /// Keeps what was done; that nothing was to be done is not worth a record, nor that the evidence itself has grown.
    private func attest(_ result: Result<Copying, any Error>, _ target: any CopyTarget) async {
        let testimony: Testimony
        switch result {
        case .success(let copying):
            let changed = copying.items.filter { $0.outcome != .there && BackupName($0.name) != nil }.map {
                "\($0.outcome) \($0.name)"
            }
            guard !changed.isEmpty else { return }
            testimony = Testimony("copy", .done, "\(target.description): \(changed.joined(separator: ", "))")
        case .failure(let error):
            testimony = Testimony("copy", error is CancellationError ? .interrupted : .failed, "\(error)")
        }
        guard let evidence else { return }
        do {
            _ = try await offload { try evidence.append(testimony) }
        } catch {
            tell(.warning("\(error)"))
        }
    }

    /// The proven backups to copy, the newest first.
    private func wanted(_ wish: String?, at now: Date) throws -> [Backup] {
        if let wish {
            let backup = catalog.backup(try catalog.find(wish, proven: true))
            guard backup.state == .proven else {
                throw RecoveryError(
                    "\(backup.name) is not proven, and only proven backups are copied", reason: .noBackup,
                    hints: ["reva verify \(backup.name)"])
            }
            return [backup]
        }
        let all = try catalog.backups()
        let decisions = retention.decisions(for: all.map(Retention.Candidate.init), at: now)
        let kept = Set(decisions.filter { !$0.removed }.map(\.name))
        return all.filter { $0.state == .proven && kept.contains($0.name) }
    }

    private func copy(
        _ backup: Backup, to target: any CopyTarget, there: [String: Int]
    ) async throws -> Copying.Item.Outcome {
        guard let name = BackupName(backup.name) else { return .there }
        let book = CopyBook.read(in: backups)
        let proof = Proof.path(of: name, in: backups)
        let proofName = proof.lastComponent?.string ?? ""
        if there[backup.name] == backup.bytes, there[proofName] != nil,
            book.entry(of: backup.name, at: target.description) != nil
        {
            return .there
        }
        let (_, _) = try await Event.step("copy \(backup.name)", tell: tell) {
            let source = FilePath(backup.path)
            let digest = try await offload { try SHA256.hash(of: source).hex }
            let isThere = there[backup.name] == backup.bytes
            if isThere, try await target.digest(of: backup.name) == digest {
                // The book was lost, not the copy.
            } else {
                try await transfer(source, as: backup.name, digest: digest, bytes: backup.bytes, to: target)
            }
            let proofDigest = try await offload { try SHA256.hash(of: proof).hex }
            try await transfer(proof, as: proofName, digest: proofDigest, bytes: nil, to: target)
            try note(backup.name, digest: digest, at: target)
        }
        return .copied
    }

    func transfer(
        _ file: FilePath, as name: String, digest: String, bytes: Int?, to target: any CopyTarget
    ) async throws {
        let partial = ".\(name).partial"
        try await target.upload(file, as: partial) { [tell] in tell(.progress(done: $0, total: bytes, unit: "B")) }
        let found = try await target.digest(of: partial)
        guard found == digest else {
            // What is wrong there must not be gone on with.
            try? await target.remove(partial)
            throw RecoveryError(
                "the copy of \(name) in \(target.description) is not the same: it was removed",
                hints: ["the same command again", "check the disk or the connection there"])
        }
        try await target.rename(partial, to: name)
    }

    private func note(_ name: String, digest: String, at target: any CopyTarget) throws {
        var book = CopyBook.read(in: backups)
        book.note(.init(backup: name, target: target.description, sha256: digest, verified: Date()))
        try book.write(in: backups)
    }

    /// The same rules hold there as here: the newest proven one stays, and nothing goes while backups have stopped.
    private func prune(_ target: any CopyTarget, at now: Date) async throws -> [Copying.Item] {
        let files = try await target.files()
        let candidates = files.compactMap { file, bytes -> Retention.Candidate? in
            guard let name = BackupName(file) else { return nil }
            let proof = Proof.path(of: name, in: backups).lastComponent?.string ?? ""
            return .init(name: file, takenAt: name.takenAt, bytes: bytes, isProven: files[proof] != nil)
        }
        var removed: [Copying.Item] = []
        var book = CopyBook.read(in: backups)
        for decision in retention.decisions(for: candidates, at: now) where decision.removed {
            try await target.remove(decision.name)
            let proof = "\(decision.name).proof.json"
            if files[proof] != nil { try await target.remove(proof) }
            book.remove(decision.name, at: target.description)
            try book.write(in: backups)
            removed.append(
                .init(name: decision.name, bytes: decision.bytes, outcome: .removed, reason: decision.reason))
        }
        return removed
    }
}
