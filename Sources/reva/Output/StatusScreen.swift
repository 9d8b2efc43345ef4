import Foundation
import Recovery

/// `reva status` on a screen of 80 columns: what is wrong, the two objectives, the backups, the component matrix.
struct StatusScreen {
    let status: Status
    let ink: Ink

    var text: String {
        [complaints, objectives, backups, matrix].filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
            .joined(separator: "\n\n")
    }

    private var complaints: [String] {
        guard !status.complaints.isEmpty else { return [ink("all is well", .good)] }
        return status.complaints.map { complaint in
            ink("! \(complaint.text)", complaint.urgency == .later ? .late : .bad)
        }
    }

    // MARK: Objectives

    private var objectives: [String] {
        let point = Readable.seconds(status.targets.recoveryPoint)
        let time = Readable.seconds(status.targets.recoveryTime)
        var lines: [String] = []
        if let exposure = status.exposureSeconds {
            let share = exposure / status.targets.recoveryPoint
            lines.append(
                line("exposure", "\(bar(share))  \(Readable.seconds(exposure)) would be lost (target \(point))")
            )
        } else {
            let kind = status.targets.countsCopiesOnly ? "copied" : "proven"
            lines.append(line("exposure", "everything would be lost: no backup is \(kind) (target \(point))"))
        }
        if let forecast = status.forecast {
            let share = forecast.slowSeconds / status.targets.recoveryTime
            let about = Readable.seconds(forecast.seconds)
            lines.append(line("restore", "\(bar(share))  about \(about) for today's data (target \(time))"))
            lines += details(of: forecast).map { line("", $0) }
        } else {
            lines.append(line("restore", "not measured yet (target \(time))"))
        }
        return lines
    }

    private func details(of forecast: RecoveryForecast) -> [String] {
        var details: [String] = []
        if forecast.completeSeconds - forecast.seconds > 1 {
            details.append("with vector indexes about \(Readable.seconds(forecast.completeSeconds))")
        }
        if let days = forecast.reachesObjectiveInDays { details.append("reaches its target in about \(days) days") }
        return details
    }

    /// Ten cells; full is the objective.
    private func bar(_ share: Double) -> String {
        let cells = min(10, max(0, Int((share * 10).rounded())))
        let tone: Ink.Tone = share > 1 ? .bad : share > 0.8 ? .late : .good
        return ink(String(repeating: "■", count: cells), tone)
            + ink(String(repeating: "·", count: 10 - cells), .quiet)
    }

    // MARK: Backups

    private var backups: [String] {
        var lines: [String] = []
        if let newest = status.newestProven {
            let size = status.newestProvenBytes.map { ", \(Readable.bytes($0))" } ?? ""
            lines.append(line("backup", "\(newest), proven\(size)"))
        }
        if let written = status.written { lines += Self.since(written).map { line($0.label, $0.text) } }
        if let next = status.nextBackup {
            let wait = next.timeIntervalSince(status.time)
            let when = wait > 0 ? "in \(Readable.seconds(wait)), at \(Self.clock(next))" : "due now"
            lines.append(line("next", when))
        }
        if let copies = status.copies {
            let target = copies.target ?? "nowhere"
            lines.append(
                line(
                    "copies",
                    copies.exposureSeconds.map {
                        "newest is \(Readable.seconds($0)) old, in \(target)"
                    } ?? "none of the backups that are here"))
        }
        lines.append(line("drill", drill))
        if let disk = status.disk { lines.append(line("disk", Self.words(for: disk))) }
        if let database = status.database {
            lines.append(
                line(
                    "database", "\(database.name), \(Readable.bytes(database.bytes)), PostgreSQL \(database.version)"))
        }
        if let run = status.running { lines.append(line("at work", run)) }
        lines += status.former.map { line("set aside", "\($0.name), \(Readable.bytes($0.bytes))") }
        return lines
    }

    private static func since(_ written: [RestorePlan.Loss]) -> [(label: String, text: String)] {
        guard !written.isEmpty else { return [("since then", "no table has more or fewer rows")] }
        let shown = written.prefix(5).map { loss in
            let difference = (loss.live ?? 0) - (loss.backup ?? 0)
            let name = loss.table.replacing("public.", with: "")
            return "\(name) \(difference < 0 ? "" : "+")\(difference)"
        }
        let more = written.count > 5 ? ["\(written.count - 5) more"] : []
        // Two a line, so that long names of tables have room.
        let cells = shown + more
        return stride(from: 0, to: cells.count, by: 2).map { index in
            (index == 0 ? "since then" : "", cells[index..<min(index + 2, cells.count)].joined(separator: ", "))
        }
    }

    private static func words(for disk: DiskForecast) -> String {
        var words = "\(Readable.bytes(disk.backupBytes)) of backups"
        if let free = disk.freeBytes { words += ", \(Readable.bytes(free)) free" }
        if let days = disk.fullInDays {
            return words + (days == 0 ? ", no room for the next one" : ", full in \(days) days")
        }
        return disk.freeBytes == nil ? words : words + ", enough for \(DiskForecast.horizon) days"
    }

    private var drill: String {
        guard let drill = status.drill else { return "none yet: reva drill" }
        let days = { (date: Date) in "\(date.formatted(.iso8601).prefix(10))" }
        return "\(days(drill.last)), \(drill.passed ? "passed, the next is due \(days(drill.due))" : "not passed")"
    }

    private static func clock(_ date: Date) -> String {
        let text = date.formatted(.iso8601)
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
    }

    // MARK: Components

    private var matrix: [String] {
        guard !status.components.isEmpty else { return [] }
        let rows = status.components.map { part in
            [
                part.name, part.isStateful ? "yes" : "no", part.needsRestore ? "yes" : "no", part.remedy ?? "-",
                // "running (healthy)" is "healthy": the sign says the rest, and 80 columns are few.
                part.state.replacing(#/^running \(([^)]+)\)/#) { String($0.1) },
            ]
        }
        let lines = Readable.table([["COMPONENT", "STATEFUL", "RESTORE", "IF IT FAILS", "NOW"]] + rows)
            .split(separator: "\n")
        return zip(lines.indices, lines).map { index, line in
            guard index > 0 else { return ink("    \(line)", .quiet) }
            return status.components[index - 1].isRunning ? "  ✓ \(line)" : ink("  ✗ \(line)", .bad)
        }
    }

    private func line(_ label: String, _ text: String) -> String {
        "  \(label.padding(toLength: 11, withPad: " ", startingAt: 0))  \(text)"
    }
}
