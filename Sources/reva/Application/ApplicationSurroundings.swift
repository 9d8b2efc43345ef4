import Assistant
import Foundation
import Health
import Recovery
import Server

/// What the assistant of a running server can be told of the program, for its plain commands and the page for people.
struct ApplicationSurroundings: Surroundings {
    let report: @Sendable () async -> HealthReport
    /// Nil where this process does not see the backups.
    let catalog: Catalog?
    /// In seconds.
    let recoveryPoint: Double
    let metrics: Metrics

    var version: String { Reva.version }

    func health() async -> [PartHealth] {
        let report = await report()
        let servers = report.mcp.sorted { $0.key < $1.key }.map {
            PartHealth(name: "tools of \($0.key)", works: $0.value.connected, detail: $0.value.error)
        }
        return [PartHealth(name: "database", works: report.database)] + servers
    }

    func backups() async -> BackupReport? {
        guard let backups = try? catalog?.backups() else { return nil }
        let newest = backups.first { $0.state == .proven }
        // As `reva status` has it: 5 % are no delay.
        let isOverdue = newest.map { -$0.taken.timeIntervalSinceNow > recoveryPoint * 1.05 } ?? true
        return BackupReport(
            count: backups.count, newestProven: newest?.name, proven: newest?.taken, isOverdue: isOverdue)
    }

    func observe(_ event: TurnEvent) { metrics.observe(event) }

    /// For the page.
    func facts() async -> [Fact] {
        guard let report = await backups() else { return [] }
        guard let newest = report.newestProven, let proven = report.proven else {
            return [Fact("Backups", "none of \(report.count) is proven", advice: "reva backup")]
        }
        let age = Readable.seconds(-proven.timeIntervalSinceNow)
        return [
            Fact(
                "Newest proven backup", "\(newest), \(age) old", advice: report.isOverdue ? "reva backup" : nil)
        ]
    }
}
