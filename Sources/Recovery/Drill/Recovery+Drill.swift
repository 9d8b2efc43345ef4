import Archive
import Deployment
import Foundation

extension Recovery {
    /// Holds the quarterly test: a fresh backup, restored elsewhere and looked at from every side. Production is only read.
    /// - Parameters:
    ///   - targets: what the times are held against.
    ///   - place: where the copy is restored to.
    /// - Returns: the report, which is in the folder of drills as well; a check that failed is no error.
    /// - Throws: when nothing could be found out; nothing is left behind then, and no report is written.
    package func drill(_ targets: Status.Targets, on place: DrillPlace = .scratch, at now: Date = Date()) async throws
        -> DrillReport
    {
        let timeline = DrillTimeline()
        let watched = Recovery(deployment: deployment, backups: backups, settings: settings) { event in
            timeline.take(event)
            tell(event)
        }
        return try await watched.procedure("drill") { run in
            let drill = Drill(recovery: watched, run: run, targets: targets)
            try await drill.hold(on: place, at: now)
            let report = try await watched.report(of: drill, on: place, timeline, at: now)
            try await run.step("write the report") { try DrillFolder(beside: backups).write(report) }
            return report
        }
    }

    private func report(of drill: Drill, on place: DrillPlace, _ timeline: DrillTimeline, at now: Date) async throws
        -> DrillReport
    {
        let name = drill.backup?.name.fileName ?? ""
        let version = try await DatabaseSession.with(deployment, database: ScratchDatabase.maintenance) {
            try await ServerFacts.read(in: $0).version
        }
        return DrillReport(
            name: DrillFolder.name(at: now), began: now, seconds: timeline.elapsed,
            passed: !drill.checks.contains { $0.state == .failed }, deployment: deployment.description,
            target: deployment.identity, serverVersion: version, version: settings.version, place: place,
            backup: await files([name])[0], tables: drill.inventory?.tables.count ?? 0,
            rows: drill.inventory?.tables.reduce(0) { $0 + $1.rows } ?? 0, databaseBytes: drill.databaseBytes,
            recoveryPoint: drill.recoveryPoint, recoveryTime: drill.recoveryTime,
            completeSeconds: drill.completeSeconds,
            checks: drill.checks, timeline: timeline.steps, remarks: timeline.remarks)
    }
}

extension DrillReport: Attested {
    var outcome: EvidenceRecord.Outcome { passed ? .done : .failed }
    var account: String {
        let failed = checks.filter { $0.state == .failed }
        guard let first = failed.first else { return "\(name) passed: \(checks.count) checks" }
        return "\(name) did not pass, \(failed.count) of \(checks.count) checks failed: \(first.name): \(first.account)"
    }
    var attestedFiles: [String] { [backup.name] + ["json", "md", "html"].map { "drills/\(name).\($0)" } }
}
