import Assistant
import Foundation
import Health
import Recovery

/// What the assistant is told of the program that it runs in.
struct ProgramSurroundings: Surroundings {
    let version = Reva.version
    /// Asked anew each time.
    let report: @Sendable () async -> HealthReport
    /// Nil where backups are kept elsewhere.
    let catalog: Catalog?
    /// Seconds that the newest proven backup may be old.
    let interval: Double
    var onEvent: @Sendable (TurnEvent) -> Void = { _ in }

    func health() async -> [PartHealth] {
        let report = await report()
        let servers = report.mcp.sorted { $0.key < $1.key }.map { name, server in
            PartHealth(name: name, works: server.connected, detail: server.error)
        }
        return [PartHealth(name: "database", works: report.database)] + servers
    }

    func backups() async -> BackupReport? {
        guard let catalog, FileManager.default.fileExists(atPath: catalog.folder.string),
            let backups = try? catalog.backups()
        else { return nil }
        let newest = backups.first { $0.state == .proven }
        let age = newest.map { Date().timeIntervalSince($0.taken) } ?? .infinity
        return BackupReport(
            count: backups.count, newestProven: newest?.name, proven: newest?.proven ?? newest?.taken,
            isOverdue: age > interval)
    }

    func observe(_ event: TurnEvent) { onEvent(event) }
}
