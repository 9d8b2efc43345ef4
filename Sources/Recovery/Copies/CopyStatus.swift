import Foundation

/// How the copies stand, for `Status`.
package struct CopyStatus: Sendable, Encodable, Equatable {
    /// The newest proven backup that has a copy.
    package var newest: String?
    package var target: String?
    /// Seconds since that backup's snapshot.
    package var exposureSeconds: Double?
    /// How many of the proven backups here have a copy.
    package var count: Int

    /// - Parameter proven: the newest first.
    /// - Returns: nil where nothing was ever copied.
    init?(_ proven: [Backup], book: CopyBook, at now: Date) {
        guard !book.entries.isEmpty else { return nil }
        let copied = proven.filter { book.holds($0.name) }
        count = copied.count
        newest = copied.first?.name
        target = copied.first.flatMap { backup in book.entries.last { $0.backup == backup.name }?.target }
        exposureSeconds = copied.first.map { now.timeIntervalSince($0.taken) }
    }
}
