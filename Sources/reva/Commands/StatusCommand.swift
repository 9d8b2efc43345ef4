import ArgumentParser
import Foundation
import Recovery

/// `reva status`: the exposure now and the forecast of coming back, each against its objective.
struct StatusCommand: ShippableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say what works, how much would be lost now, and how long coming back would take.",
        discussion: """
            EXIT CODES
              0 healthy and protected   2 something is degraded, overdue or over its target: it is printed first
            """)

    @OptionGroup var global: GlobalOptions

    static var isWork: Bool { false }

    func run(at place: Place) async throws {
        let settings = place.settings
        let recovery: Recovery?
        var complaint: String?
        do {
            recovery = try await place.recovery(global.console)
        } catch {
            recovery = nil
            complaint = Console.words(of: error).summary
        }
        let targets = try settings.targets
        let status =
            if let recovery { await recovery.status(targets) } else {
                try Status(
                    catalog: try await place.catalog(), targets: targets, complaint: complaint,
                    at: Date())
            }
        global.console.result(status) { Self.text(of: status) }
        if !status.isFine { throw ExitStatus.degraded.exit }
    }

    static func text(of status: Status) -> String {
        var lines = status.complaints.map { "! \($0)" }
        if lines.isEmpty { lines = ["all is well"] }
        lines.append("")
        if let health = status.health { lines.append("  health       \(health.status.rawValue)") }
        if let database = status.database {
            lines.append(
                "  database     \(database.name), \(Readable.bytes(database.bytes)), PostgreSQL \(database.version)")
        }
        lines += status.components.map { "  \($0.name.padding(toLength: 13, withPad: " ", startingAt: 0))\($0.state)" }
        let target = Readable.seconds(status.targets.recoveryPoint)
        if let newest = status.newestProven, let exposure = status.exposureSeconds {
            lines.append("  backup       \(newest), proven")
            lines.append("  exposure     \(Readable.seconds(exposure)) of work would be lost (target \(target))")
        } else {
            lines.append("  exposure     everything would be lost: no backup is proven (target \(target))")
        }
        let limit = Readable.seconds(status.targets.recoveryTime)
        if let forecast = status.forecastSeconds {
            lines.append("  restore      about \(Readable.seconds(forecast)) for today's data (target \(limit))")
        } else {
            lines.append("  restore      not measured yet (target \(limit))")
        }
        if let run = status.running { lines.append("  at work      \(run)") }
        lines += status.former.map { "  set aside    \($0.name), \(Readable.bytes($0.bytes))" }
        return lines.joined(separator: "\n")
    }
}
