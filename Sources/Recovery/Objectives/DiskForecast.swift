import Foundation

/// Whether the backups to come have room beside those that stay: retention is applied to the days ahead as it will be.
package struct DiskForecast: Sendable, Encodable, Equatable {
    /// Bytes of all backups now.
    package var backupBytes: Int
    /// Bytes that are free where they lie; nil when nobody can tell.
    package var freeBytes: Int?
    /// Nil when it will not be full within 90 days, or nobody can tell.
    package var fullInDays: Int?

    /// How far ahead it looks, in days.
    package static let horizon = 90

    /// - Parameter proven: the sizes of the next backups follow from these.
    init(_ backups: [Retention.Candidate], free: Int?, retention: Retention, at now: Date) {
        backupBytes = backups.reduce(0) { $0 + $1.bytes }
        freeBytes = free
        let proven = backups.filter { $0.isProven && $0.takenAt <= now }.sorted { $0.takenAt > $1.takenAt }
        guard let free, let newest = proven.first else { return }
        let trend = Trend(proven.prefix(30).map { ($0.takenAt, Double($0.bytes)) })
        var standing = backups.filter { $0.takenAt <= now }
        var next = newest.takenAt + retention.interval
        // Backups that were missed are not made up for one by one.
        while next < now { next += retention.interval }
        for day in 0...Self.horizon {
            let evening = now + Double(day) * 86400
            while next <= evening {
                let grown = trend.map { max(Double(newest.bytes), $0.value(at: next)) } ?? Double(newest.bytes)
                standing.append(.init(name: "\(next)", takenAt: next, bytes: Int(grown), isProven: true))
                next += retention.interval
            }
            // The room is needed before retention makes some.
            if standing.reduce(0, { $0 + $1.bytes }) - backupBytes > free {
                fullInDays = day
                return
            }
            let removed = Set(retention.decisions(for: standing, at: evening).filter(\.removed).map(\.name))
            standing.removeAll { removed.contains($0.name) }
        }
    }
}
