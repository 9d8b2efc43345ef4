import Foundation

/// When backups are planned, in UTC: every so many seconds, one of them at a time of day.
///
/// Something outside calls often, such as cron every quarter of an hour, and asks whether a backup is due. The answer
/// follows from the backups that are there, not from when it was asked the last time: so a run that was missed is caught
/// up, as soon as the machine is up again, and time zones and daylight saving do not come into it.
package struct BackupSchedule: Sendable, Equatable {
    /// Seconds between two of them.
    package var interval: TimeInterval
    /// Seconds after midnight.
    package var time: TimeInterval

    package init(interval: TimeInterval, time: TimeInterval) {
        self.interval = interval
        self.time = time
    }

    /// How far in the future a backup may lie and count all the same, in seconds.
    ///
    /// A clock that is set back by less than this makes no second backup of the same night. One that is set back further
    /// does: the backups of that future would keep new ones from being taken for too long. `Status` asks for them to be
    /// moved away.
    package var tolerance: TimeInterval { interval / 4 }

    /// The planned instant at or before another one.
    package func slot(at date: Date) -> Date {
        let passed = date.timeIntervalSince1970 - time
        return Date(timeIntervalSince1970: (passed / interval).rounded(.down) * interval + time)
    }

    /// True when no backup was taken since the planned instant before `now`.
    /// - Parameter taken: when the proven backups were.
    package func isDue(at now: Date, taken: [Date]) -> Bool {
        guard let newest = taken.filter({ $0 <= now + tolerance }).max() else { return true }
        return newest < slot(at: now)
    }

    /// The next planned instants after another one.
    package func slots(after date: Date, count: Int) -> [Date] {
        (1...max(count, 1)).map { slot(at: date) + Double($0) * interval }
    }

    /// When the next backup is to come.
    /// - Parameter newest: when the newest proven one was taken.
    func next(after newest: Date?, at now: Date) -> Date {
        isDue(at: now, taken: newest.map { [$0] } ?? []) ? now : slots(after: now, count: 1)[0]
    }
}
