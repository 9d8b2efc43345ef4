import ArgumentParser
import Recovery

/// `reva backup`: runbook, "Backup Strategy".
struct BackupCommand: ShippableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Take a backup, and prove it by restoring it beside production.",
        discussion: """
            The application keeps serving meanwhile. The file is a plain psql script, gzipped: on a bad day
            `gunzip -c FILE | psql` restores it without this program.

            EXAMPLES
              reva backup
              reva backup --prune                    for cron: and then remove what retention no longer keeps
              reva backup --no-prove                 only write it; `reva verify latest` proves it later
              reva backup --format json --database-url postgresql://user@host/reva --backups /srv/backups

            EXIT CODES
              0 taken (and proven)   3 taken, but the proof failed   5 another run is at work
              6 the database cannot be reached   8 no room; a backup that cannot be taken leaves no file
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(inversion: .prefixedNo, help: "Restore the backup beside production and compare all of it.")
    var prove = true

    @Flag(
        help:
            "Remove afterwards what retention no longer keeps, as `reva prune --yes` does; not after a backup that failed."
    )
    var prune = false

    @Flag(help: "Only say what would be backed up, and where to.")
    var dryRun = false

    func run(at place: Place) async throws {
        let console = global.console
        if dryRun {
            let plan = BackupPlan(
                deployment: try await place.deployment().description, folder: try await place.backups().string,
                prove: prove)
            return console.result(plan) { plan.text }
        }
        let backup = try await Self.take(at: place, prove: prove, prune: prune, console)
        console.result(backup) { Self.text(of: backup) }
        if backup.state == .failed { throw ExitStatus.badBackup.exit }
    }

    /// Takes a backup, and tells whoever has to know how that ended.
    static func take(at place: Place, prove: Bool, prune: Bool, _ console: Console) async throws -> Backup {
        let backup = try await place.watched("backup", lasts: true, console, faults: faults(of:)) {
            let recovery = try await place.recovery(console)
            return try await console.interruptibly {
                let backup = try await recovery.backup(prove: prove)
                guard prune, backup.state != .failed else { return backup }
                let pruned = try await recovery.prune(dryRun: false)
                for item in pruned.backups + pruned.copies where item.removed {
                    console.tell(.note("removed \(item.name): \(item.reason)"))
                }
                return backup
            }
        }
        if backup.state == .proven, let beat = try await place.alarms().beat() { Place.tell(of: [beat], to: console) }
        return backup
    }

    private static func faults(of backup: Backup) -> [String] {
        guard backup.state == .failed else { return [] }
        return ["the backup \(backup.name) is not proven: \(backup.reasons.first ?? "")"]
    }

    private struct BackupPlan: Encodable {
        let deployment: String
        let folder: String
        let prove: Bool
        var text: String {
            "would back up the database of \(deployment) into \(folder)" + (prove ? ", and prove the backup" : "")
        }
    }

    static func text(of backup: Backup) -> String {
        var lines = ["\(backup.name)  \(backup.state.rawValue)  \(Readable.bytes(backup.bytes))"]
        lines += backup.reasons.map { "  because \($0)" }
        let rows = backup.tables.reduce(0) { $0 + $1.rows }
        if !backup.tables.isEmpty { lines.append("  \(backup.tables.count) tables, \(rows) rows") }
        if let seconds = backup.seconds { lines.append("  taken in \(Readable.seconds(seconds))") }
        if let seconds = backup.restoreSeconds { lines.append("  restored in \(Readable.seconds(seconds))") }
        lines.append("  \(backup.path)")
        return lines.joined(separator: "\n")
    }
}
