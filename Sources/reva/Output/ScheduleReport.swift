import Deployment
import Foundation
import Recovery

/// What is installed and what is planned.
struct ScheduleReport: Encodable {
    /// Nil where nothing is.
    var scheduler: String?
    var command: String?
    /// The next planned instants.
    var next: [Date]
    /// Nil where the folder of the backups cannot be read.
    var isDue: Bool?

    init(_ settings: Settings, _ kind: SchedulerKind?, at now: Date, in catalog: Catalog? = nil) async throws {
        let schedule = try settings.schedule
        scheduler = kind?.rawValue
        command = try await kind?.scheduler.installed()
        next = schedule.slots(after: now, count: 3)
        let backups = catalog.flatMap { try? $0.backups() }
        isDue = backups.map { schedule.isDue(at: now, taken: $0.filter { $0.state == .proven }.map(\.taken)) }
    }

    var text: String {
        var lines = [
            scheduler.map { "installed: \($0) asks every 15 minutes whether a backup is due" }
                ?? "! nothing is installed: backups are taken by hand\n  try: reva schedule install"
        ]
        if let command { lines.append("  \(command)") }
        if isDue == true { lines.append("  due now") }
        lines += next.map { "  next  \(Self.words($0))" }
        return lines.joined(separator: "\n")
    }

    /// In UTC, and as the clocks here will show.
    private static func words(_ date: Date) -> String {
        let local = DateFormatter()
        local.locale = Locale(identifier: "en_US_POSIX")
        local.dateFormat = "yyyy-MM-dd HH:mm zzz"
        let here = local.string(from: date)
        local.timeZone = .gmt
        local.dateFormat = "yyyy-MM-dd HH:mm 'UTC'"
        let there = local.string(from: date)
        return TimeZone.current.secondsFromGMT(for: date) == 0 ? there : "\(there) (\(here))"
    }
}
