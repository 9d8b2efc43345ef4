import Alarms
import ArgumentParser
import Foundation
import Recovery

/// `reva status`: the exposure now and the forecast of coming back, each against its objective.
struct StatusCommand: ShippableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say what works, how much would be lost now, and how long coming back would take.",
        discussion: """
            EXAMPLES
              reva status
              reva status --alarm                    for a schedule: tell the receivers of alarms what is new
              reva status --format prometheus        the same as metrics

            EXIT CODES
              0 healthy and protected   2 something is degraded, overdue or over its target: it is printed first
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Tell the receivers of alarms what is wrong and they do not know yet, and what is over.")
    var alarm = false

    /// What `--format prometheus` becomes in a cluster, where the format is the relay's.
    @Flag(help: .hidden)
    var asMetrics = false

    static var isWork: Bool { false }
    var takesMetrics: Bool { true }

    func run(at place: Place) async throws {
        let status = try await place.status(global.console)
        try place.settings.metricsFile?.write(status)
        if alarm { try await place.tell(status, global.console) }
        let isForPrometheus = asMetrics || global.format == .prometheus
        global.console.result(status) {
            isForPrometheus
                ? String(status.metrics.dropLast()) : StatusScreen(status: status, ink: .standard).text
        }
        if !status.isFine { throw ExitStatus.degraded.exit }
    }
}

extension Place {
    /// How it stands; what cannot be found out is one of its complaints.
    func status(_ console: Console) async throws -> Status {
        let (objectives, schedule) = (try settings.objectives, try settings.schedule)
        let recovery: Recovery
        do {
            recovery = try await self.recovery(console)
        } catch {
            return Status(
                catalog: (try? await catalog()) ?? Catalog(folder: settings.home.appending("backups")),
                objectives: objectives, retention: try settings.recovery.retention, schedule: schedule,
                complaint: Console.words(of: error).summary, at: Date())
        }
        return await recovery.status(objectives, schedule: schedule, canRestart: kind != .local)
    }

    /// Tells the receivers of alarms what they do not know of it yet.
    func tell(_ status: Status, _ console: Console) async throws {
        let troubles = status.complaints.map { Trouble($0.topic, $0.text) }
        let deliveries = try await alarms().report(troubles, of: "status")
        Self.tell(of: deliveries, to: console)
    }
}
