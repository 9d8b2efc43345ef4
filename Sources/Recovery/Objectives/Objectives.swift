import Foundation

/// What was promised: how much work may be lost (RPO), and how long coming back may take (RTO).
package struct Objectives: Sendable, Encodable {
    /// Seconds of work that may be lost.
    package var recoveryPoint: TimeInterval
    /// Seconds that coming back may take.
    package var recoveryTime: TimeInterval
    /// Seconds between backups, as they are planned.
    package var interval: TimeInterval
    /// Only backups that were copied off this host count for the recovery point.
    package var countsCopiesOnly = false

    /// - Parameter interval: nil where backups are planned as far apart as they may be old.
    package init(recoveryPoint: TimeInterval, recoveryTime: TimeInterval, interval: TimeInterval? = nil) {
        self.recoveryPoint = recoveryPoint
        self.recoveryTime = recoveryTime
        self.interval = interval ?? recoveryPoint
    }
}

extension Objectives {
    /// How much of the objective may be used up before somebody is told.
    static let early = 0.8

    /// Until when a planned backup is in time: it is older than the interval while the next one is being taken and proven.
    private var patience: TimeInterval { interval * 1.05 }

    /// What to say of a newest proven backup of that age; nil while it is as it should be.
    ///
    /// It is early at 80 % of the objective, but not as long as the next backup may still come in time: with a backup a
    /// day and an objective of a day, every evening would raise an alarm otherwise.
    func complaint(aboutAge age: TimeInterval, of what: String) -> Complaint? {
        let hours = Int(age / 3600)
        if age > max(recoveryPoint, patience) {
            return Complaint(
                "overdue", "the backup is overdue: the newest \(what) is \(hours) hours old", .overdue)
        }
        guard age > max(recoveryPoint * Self.early, patience) else { return nil }
        let share = Int(age / recoveryPoint * 100)
        return Complaint(
            "overdue",
            "the backup is late: the newest \(what) is \(hours) hours old, \(share) % of what is allowed", .overdue)
    }
}
