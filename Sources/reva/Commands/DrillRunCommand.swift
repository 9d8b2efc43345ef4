import ArgumentParser
import Recovery

/// `reva drill run`, or only `reva drill`: runbook, "Test Procedure".
struct DrillRunCommand: ShippableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Take a backup, restore it beside production, start Reva on the copy, and report.",
        discussion: """
            Damaged files and a damaged copy must be found first. Production is only read. Everything that is made for the
            drill is removed, whatever happens; the backup stays, and is proven. The report is written in three forms into
            the folder drills beside the backups.

            EXAMPLES
              reva drill
              reva drill --on server                 on a server of its own, started for it
              reva drill --format json

            EXIT CODES
              0 passed   11 not passed: the checks that failed are printed   5 another run is at work
              6 the database cannot be reached   8 no room for two copies
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "Where to restore to: scratch databases on production's server, or a server of its own.")
    var on: DrillPlace = .scratch

    func run(at place: Place) async throws {
        let console = global.console
        let objectives = try place.settings.objectives
        let report = try await place.watched("drill", console, faults: Self.faults(of:)) {
            let recovery = try await place.recovery(console)
            return try await console.interruptibly { try await recovery.drill(objectives, on: on) }
        }
        console.result(report) { Self.text(of: report) }
        if !report.passed { throw ExitStatus.notPassed.exit }
    }

    private static func faults(of report: DrillReport) -> [String] {
        let failed = report.checks.filter { $0.state == .failed }.map(\.name)
        return report.passed ? [] : ["the drill \(report.name) did not pass: \(failed.joined(separator: ", "))"]
    }

    static func text(of report: DrillReport) -> String {
        var lines = ["\(report.name)  \(report.passed ? "passed" : "failed")  in \(Readable.seconds(report.seconds))"]
        for check in report.checks {
            let sign = ["passed": "✓", "failed": "✗"][check.state.rawValue] ?? "·"
            lines.append("  \(sign) \(check.name): \(check.account)")
            if check.state == .failed { lines += check.details.map { "      \($0)" } }
        }
        lines.append("  reva drill report \(report.name)")
        return lines.joined(separator: "\n")
    }
}

extension DrillPlace: ExpressibleByArgument {}
