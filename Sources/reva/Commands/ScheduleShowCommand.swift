import ArgumentParser
import Deployment
import Foundation
import Recovery

/// `reva schedule show`
struct ScheduleShowCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Say what is installed, and when the next backups are planned.",
        discussion: """
            EXIT CODES
              0 backups are planned   2 nothing is installed
            """)

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let settings = try await global.settings()
        let place = try await Place.find(settings)
        if place.kind == .kubernetes {
            let job = try await place.kubectl.backupCronJob()
            global.console.result(job) { Self.text(of: job) }
            if job.isSuspended { throw ExitStatus.degraded.exit }
            return
        }
        var found: SchedulerKind?
        for kind in SchedulerKind.allCases where (try? await kind.scheduler.installed()) != nil { found = kind }
        let report = try await ScheduleReport(settings, found, at: Date(), in: try? await place.catalog())
        global.console.result(report) { report.text }
        if found == nil { throw ExitStatus.degraded.exit }
    }

    private static func text(of job: Kubectl.CronJob) -> String {
        var lines = ["the cronjob \(job.name): \(job.schedule) (\(job.timeZone ?? "time zone of the cluster"))"]
        if job.isSuspended { lines = ["! \(lines[0]) is suspended"] }
        lines.append("  last run      \(job.lastRun ?? "never")")
        lines.append("  last success  \(job.lastSuccess ?? "never")")
        return lines.joined(separator: "\n")
    }
}
