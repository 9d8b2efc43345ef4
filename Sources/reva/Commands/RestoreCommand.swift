import ArgumentParser
import Recovery

/// `reva restore`: runbook, "Restore".
struct RestoreCommand: ShippableCommand, RestoringCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Restore a backup: load it beside production, check it, and swap.",
        discussion: """
            The application serves until the swap and is down for seconds. If it does not become healthy with the
            restored data, the former database is put back. `reva undo` goes back later.

            EXAMPLES
              reva restore latest --dry-run          what would be done, how long it takes, what would be lost
              reva restore latest                    the newest proven backup
              reva restore reva_2026-03-15_020000.sql.gz --yes --wait-for-indexes

            EXIT CODES
              0 restored   3 the backup is bad, production was not touched   4 no such backup   7 not confirmed
              8 no room for a second copy   9 it did not become healthy: the former database was put back
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var consent: ConsentOptions

    var agreement: ConsentOptions? { consent }
    var restoring: String? { consent.dryRun ? nil : "reva restore \(name)" }

    @Argument(help: "A backup's name, or latest for the newest proven one.")
    var name: String

    @Flag(help: "Build vector indexes before going live, not after.")
    var waitForIndexes = false

    @Flag(help: "Into the place of the live database, after a safety backup: for a disk without room for two.")
    var inPlace = false

    func run(at place: Place) async throws {
        let console = global.console
        let recovery = try await place.recovery(console)
        if consent.dryRun || !consent.yes {
            let plan = try await recovery.planRestore(name, waitForIndexes: waitForIndexes, inPlace: inPlace)
            if consent.dryRun || plan.state == .failed {
                console.result(plan) { plan.text }
                if plan.state == .failed { throw ExitStatus.badBackup.exit }
                return
            }
            console.say(plan.text)
            try consent.ask("\nRestore \(plan.name)?")
        }
        let result = try await place.watched("restore", console, faults: Self.faults(of:)) {
            try await console.interruptibly {
                try await recovery.restore(name, waitForIndexes: waitForIndexes, inPlace: inPlace)
            }
        }
        console.result(result) { Self.text(of: result) }
        if result.state == .failed { throw ExitStatus.badBackup.exit }
    }

    private static func faults(of result: Restoration) -> [String] {
        guard result.state == .failed else { return [] }
        return ["\(result.name) was not restored: \(result.reasons.first ?? "")"]
    }

    static func text(of result: Restoration) -> String {
        guard result.state == .restored else {
            return
                (["\(result.name) was not restored; production was not touched"]
                + result.reasons.map { "  because \($0)" }).joined(separator: "\n")
        }
        var lines = ["\(result.name) is restored and live, in \(Readable.seconds(result.seconds))"]
        if let seconds = result.liveSeconds, result.seconds - seconds > 0.5 {
            lines.append("  live after \(Readable.seconds(seconds)), the rest was vector indexes")
        }
        if let seconds = result.downtimeSeconds {
            lines.append("  the application was down for \(Readable.seconds(seconds))")
        }
        if let before = result.before {
            lines.append("  the former database is kept as \(before): reva undo goes back to it")
        }
        if let gap = result.gap { lines += ["  lost:"] + gap.lines.map { "    \($0)" } }
        if let safety = result.safety { lines.append("  what was there before is in \(safety)") }
        return lines.joined(separator: "\n")
    }
}

extension RestorePlan {
    /// The plan as a page for whoever has to say yes.
    var text: String {
        guard state != .failed else {
            return (["\(name) cannot be restored"] + reasons.map { "  because \($0)" }).joined(separator: "\n")
        }
        var lines = ["Restoring \(name), \(state.rawValue), into \(deployment)", ""]
        lines += reasons.map { "  ! \($0)" }
        lines.append("You will lose what was written in the last \(Readable.seconds(max(0, exposure))).")
        for loss in losses.prefix(20) {
            let live = loss.live.map { "\($0) rows now" } ?? "not there now"
            lines.append(
                "  \(loss.table): \(live), \(loss.backup.map { "\($0) in the backup" } ?? "unknown in the backup")")
        }
        if losses.isEmpty { lines.append("  every table has as many rows now as in the backup") }
        if losses.count > 20 { lines.append("  and \(losses.count - 20) more tables") }
        lines += ["", "What will be done:"]
        lines += steps.enumerated().map { "  \($0.offset + 1). \($0.element)" }
        if let seconds = expectedSeconds {
            lines += ["", "It took \(Readable.seconds(seconds)) to load when it was proven."]
        }
        let stop = 1 + (steps.firstIndex { $0.hasPrefix("stop") } ?? 0)
        let start = 1 + (steps.firstIndex { $0.hasPrefix("start") } ?? 0)
        lines.append(
            stopsApplication
                ? "The application serves until step \(stop), and is down from then until step \(start) is done."
                : "No application belongs to this deployment: none is stopped or started.")
        return lines.joined(separator: "\n")
    }
}
