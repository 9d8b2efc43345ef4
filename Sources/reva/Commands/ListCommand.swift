import ArgumentParser
import Foundation
import Recovery

/// `reva list`: runbook, "List Available Backups".
struct ListCommand: ShippableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the backups: age, size, and whether they are proven.",
        discussion: """
            STATES
              proven      restored and compared, all the same
              whole       written to its end; nobody has restored it yet
              unchecked   a dump made by another program, not looked into yet
              failed      damaged, cut short, or not the same when restored

            EXAMPLES
              reva list
              reva list --format json --backups /srv/backups
            """)

    @OptionGroup var global: GlobalOptions

    static var isWork: Bool { false }

    func run(at place: Place) async throws {
        let catalog = try await place.catalog()
        let backups = try catalog.backups()
        global.console.result(backups) { Self.text(of: backups, in: catalog.folder.string, at: Date()) }
    }

    static func text(of backups: [Backup], in folder: String, at now: Date) -> String {
        guard !backups.isEmpty else { return "no backups in \(folder)\n  try: reva backup" }
        let rows = backups.map { backup in
            [
                backup.name, backup.state.rawValue, Readable.bytes(backup.bytes),
                "\(Readable.seconds(max(0, now.timeIntervalSince(backup.taken)))) ago",
                backup.reasons.first ?? backup.restoreSeconds.map { "restored in \(Readable.seconds($0))" } ?? "",
            ]
        }
        return Readable.table([["NAME", "STATE", "SIZE", "TAKEN", ""]] + rows)
    }
}
