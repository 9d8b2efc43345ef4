import ArgumentParser
import Deployment
import Foundation
import Recovery
import SystemPackage

/// `reva schedule`: runbook, "Backup Strategy": backups without a person.
struct ScheduleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "Let this machine take backups by itself, by cron or systemd.",
        discussion: """
            The machine calls `reva schedule run` every quarter of an hour, and that takes a backup when one is due by
            backup.at and backup.interval, in UTC. What was missed is caught up; time zones and clocks do not matter.
            Kubernetes has its cronjob db-backup.
            """,
        subcommands: [
            ScheduleInstallCommand.self, ScheduleShowCommand.self, ScheduleRemoveCommand.self, ScheduleRunCommand.self,
        ])
}

/// Which of the two.
enum SchedulerKind: String, ExpressibleByArgument, CaseIterable {
    case cron, systemd

    var scheduler: any Scheduler {
        switch self {
        case .cron: Crontab()
        case .systemd:
            SystemdTimer(isRoot: geteuid() == 0, userFolder: Self.userFolder(ProcessInfo.processInfo.environment))
        }
    }

    private static func userFolder(_ environment: [String: String]) -> FilePath {
        let home = environment["HOME"] ?? NSHomeDirectory()
        return FilePath(environment["XDG_CONFIG_HOME"] ?? "\(home)/.config")
    }

    /// Systemd where it runs, else cron.
    static func found() throws -> SchedulerKind {
        if SystemdTimer.isThere { return .systemd }
        if Crontab.isThere(in: ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin") { return .cron }
        throw CommandError(
            "neither systemd nor cron is on this machine",
            hints: ["apt-get install cron", "let something else call reva schedule run every 15 minutes"])
    }
}
