import Foundation

/// When the last drill was, for `Status`, and when the next is due.
package struct DrillStatus: Sendable, Encodable, Equatable {
    package var last: Date
    package var passed: Bool
    package var due: Date

    /// - Returns: nil when there has been no drill.
    init?(_ report: DrillReport?) {
        guard let report else { return nil }
        last = report.began
        passed = report.passed
        due = report.passed ? report.began + DrillReport.interval : report.began
    }

    /// Nil while all is as it should be.
    func complaint(at now: Date) -> Complaint? {
        if !passed { return Complaint("drill", "the last drill did not pass: reva drill report", .degraded) }
        guard due <= now else { return nil }
        let days = Int(now.timeIntervalSince(last) / 86400)
        return Complaint("drill", "a drill is due: the last one was \(days) days ago", .later)
    }
}
