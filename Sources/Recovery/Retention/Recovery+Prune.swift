import Archive
import Deployment
import Foundation
import SystemPackage

/// What was, or would be, removed and kept.
package struct Pruning: Sendable, Encodable {
    package struct Item: Sendable, Encodable {
        /// A backup's file name, or the name of a database that a restore set aside.
        package var name: String
        package var bytes: Int
        package var removed: Bool
        package var reason: String
    }

    package var dryRun: Bool
    package var backups: [Item]
    /// Databases that restores set aside; empty when no database was asked.
    package var copies: [Item]
}

extension Recovery {
    /// How long a former database is kept after a newer one was set aside or time has passed.
    static let keepCopies: TimeInterval = 7 * 86400

    /// Removes what retention no longer keeps: backups with their proofs, and databases set aside more than a week ago.
    /// - Parameter dryRun: only says what would be removed.
    package func prune(dryRun: Bool, at now: Date = Date()) async throws -> Pruning {
        guard !dryRun else { return try await pruning(dryRun: true, at: now) }
        return try await procedure("prune") { run in
            let pruning = try await pruning(dryRun: false, at: now)
            try await run.step("remove backups") {
                for item in pruning.backups where item.removed { try remove(item.name) }
            }
            try await run.step("drop former databases") {
                for item in pruning.copies where item.removed {
                    try await ScratchDatabase(name: item.name, deployment: deployment).drop()
                }
            }
            return pruning
        }
    }

    private func pruning(dryRun: Bool, at now: Date) async throws -> Pruning {
        let candidates = try catalog.backups().map(Retention.Candidate.init)
        let decisions = settings.retention.decisions(for: candidates, at: now)
        let copies = try await formerDatabases().map { copy in
            let old = now.timeIntervalSince(copy.setAsideAt) > Self.keepCopies
            let age = "it was set aside \(old ? "more" : "less") than 7 days ago"
            return Pruning.Item(name: copy.name, bytes: copy.bytes, removed: old, reason: age)
        }
        return Pruning(
            dryRun: dryRun,
            backups: decisions.map { .init(name: $0.name, bytes: $0.bytes, removed: $0.removed, reason: $0.reason) },
            copies: copies)
    }

    /// Where the database is away, its backups can be pruned all the same.
    private func formerDatabases() async throws -> [Swap.Copy] {
        do {
            return try await Swap.copies(of: deployment)
        } catch let error as RecoveryError where error.reason == .unreachable {
            tell(.warning("former databases are not looked at: \(error.summary)"))
            return []
        }
    }

    /// The proof goes last: a proof without a backup is harmless, a backup without its proof is not what it was.
    private func remove(_ name: String) throws {
        guard let backup = BackupName(name) else { return }
        for path in [backups.appending(name), Proof.path(of: backup, in: backups)]
        where FileManager.default.fileExists(atPath: path.string) {
            do {
                try FileManager.default.removeItem(atPath: path.string)
            } catch {
                throw RecoveryError("\(path) cannot be removed: \(error.localizedDescription)")
            }
        }
    }
}
