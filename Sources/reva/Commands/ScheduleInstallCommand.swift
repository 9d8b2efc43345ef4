import ArgumentParser
import Deployment
import Foundation
import Recovery

/// `reva schedule install`
struct ScheduleInstallCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Call `reva schedule run` every quarter of an hour.",
        discussion: """
            As root for the machine, else for the user who runs this. What was installed before is replaced.

            EXAMPLES
              reva schedule install
              reva schedule install --with cron --deployment compose

            EXIT CODES
              0 installed   1 not
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("cron or systemd; systemd where it runs.", valueName: "kind"))
    var with: SchedulerKind?

    func run() async throws {
        let settings = try await global.settings()
        if try settings.deployment == .kubernetes { throw ScheduleCommand.isTheClusters }
        guard global.databaseURL == nil else {
            throw CommandError(
                "the database's address would stand where every user can read it",
                hints: ["put it into reva.yaml as database.url, or into the file that --config names"], code: .usage)
        }
        let kind = try with ?? SchedulerKind.found()
        // The other one would call it as well.
        for other in SchedulerKind.allCases where other != kind {
            if (try? await other.scheduler.installed()) != nil { try await other.scheduler.remove() }
        }
        let log = settings.home.appending("schedule.log").string
        try FileManager.default.createDirectory(atPath: settings.home.string, withIntermediateDirectories: true)
        try await kind.scheduler.install(try command(settings), log: log)
        for name in Self.unheard(ProcessInfo.processInfo.environment) {
            global.console.tell(.warning("\(name) is set here, and \(kind) will not know it: put it into reva.yaml"))
        }
        let shown = try await ScheduleReport(settings, kind, at: Date())
        global.console.result(shown) { shown.text }
    }

    /// What is called, with everything that must not depend on where or by whom.
    private func command(_ settings: Settings) throws -> [String] {
        var words = [try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"), "schedule", "run"]
        words += ["--home", settings.home.string]
        if let config = global.config ?? ProcessInfo.processInfo.environment["REVA_CONFIG"] {
            words += ["--config", URL(filePath: config).path(percentEncoded: false)]
        }
        if let backups = settings.backups {
            words += ["--backups", URL(filePath: backups.string).path(percentEncoded: false)]
        }
        if let deployment = try settings.deployment { words += ["--deployment", deployment.rawValue] }
        return words
    }

    /// Variables that say something here and will not be there.
    static func unheard(_ environment: [String: String]) -> [String] {
        let given: Set = ["REVA_HOME", "REVA_CONFIG", "REVA_BACKUPS", "REVA_DEPLOYMENT"]
        return environment.keys.filter { ($0.hasPrefix("REVA_") || $0 == "DOCKER_HOST") && !given.contains($0) }
            .sorted()
    }
}

extension ScheduleCommand {
    static let isTheClusters = CommandError(
        "in Kubernetes the cluster keeps the schedule: the cronjob db-backup",
        hints: ["reva schedule show --deployment kubernetes", "kubectl edit cronjob db-backup -n reva"], code: .usage)
}
