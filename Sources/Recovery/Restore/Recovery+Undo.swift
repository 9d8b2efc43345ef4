import Foundation

/// What became of an undo.
package struct Undoing: Sendable, Encodable {
    /// The database that is live again.
    package var restored: String
    /// When it had been set aside.
    package var setAside: Date
    /// What the database that was live is called now; another `reva undo` brings it back.
    package var before: String?
    /// What was written since it was set aside: it is in `before`.
    package var gap: GapReport?
    package var downtimeSeconds: Double?
    package var seconds: Double
}

extension Recovery {
    /// What `undo()` would bring back; nil when nothing was set aside.
    package func undoable() async throws -> (name: String, setAside: Date, bytes: Int)? {
        try await Swap.copies(of: deployment).first.map { ($0.name, $0.setAsideAt, $0.bytes) }
    }

    /// Swaps the database back that the last restore (or undo) set aside.
    /// - Throws: `RecoveryError` with the reason `.noBackup` when nothing was set aside.
    package func undo() async throws -> Undoing {
        let clock = ContinuousClock()
        let start = clock.now
        return try await procedure("undo") { run in
            guard let copy = try await Swap.copies(of: deployment).first else {
                throw RecoveryError(
                    "there is no former database to go back to", reason: .noBackup,
                    hints: ["reva list", "reva restore latest"])
            }
            let epoch = RestoreEpoch(recovery: self, run: run, moment: copy.setAsideAt, backup: nil)
            let gap = try await epoch.gap(rows: nil)
            try await epoch.mark(copy.name, gap)
            let live = try await GoLive(recovery: self, run: run).bringUp(
                copy.name, keepingRejected: true)
            return Undoing(
                restored: copy.name, setAside: copy.setAsideAt, before: live.before, gap: gap,
                downtimeSeconds: live.downtime,
                seconds: (clock.now - start).inSeconds)
        }
    }
}
