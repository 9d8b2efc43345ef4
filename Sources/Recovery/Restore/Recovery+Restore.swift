import Archive
import Deployment
import Foundation

/// What became of a restore.
package struct Restoration: Sendable, Codable {
    package enum State: String, Codable, Sendable {
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
    /// After a restore in place: the backup that was taken of the former content.
    package var safety: String?
    /// What was lost; nil when there was nothing to lose, or it could not be counted.
    package var gap: GapReport?
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
    /// - Parameters:
    ///   - wish: a name, or `latest` for the newest proven backup.
    ///   - inPlace: for a disk without room for two copies: the application is down for all of the restore, and a safety
    ///     backup takes the place of the former database.
    /// - Throws: when production is as it was. A backup that turns out bad is no error: see the result's state.
    package func restore(_ wish: String, waitForIndexes: Bool = false, inPlace: Bool = false) async throws
        -> Restoration
    {
        let clock = ContinuousClock()
        let start = clock.now
        return try await procedure("restore") { run in
            let name = try catalog.find(wish, proven: true)
            try run.note { $0.backup = name.fileName }
            var result = Restoration(name: name.fileName, state: .failed)
            do {
                if inPlace {
                    let restore = RestoreInPlace(recovery: self, run: run, name: name)
                    let live = try await restore.restore()
                    (result.safety, result.downtimeSeconds, result.gap) = (live.safety, live.downtime, live.gap)
                    result.liveSeconds = (clock.now - start).inSeconds
                } else {
                    let restore = RestoreBeside(recovery: self, run: run, name: name)
                    let prepared = try await restore.prepare(waitForIndexes: waitForIndexes)
                    let (live, gap) = try await restore.goLive(prepared)
                    result.gap = gap
                    result.before = live.before
                    result.downtimeSeconds = live.downtime
                    result.liveSeconds = (clock.now - start).inSeconds
                    try await restore.finishIndexes(prepared)
                }
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
