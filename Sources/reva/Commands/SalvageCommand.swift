import ArgumentParser
import Recovery

/// `reva salvage`: what is left to do where no backup is good.
struct SalvageCommand: ShippableCommand {
    static let configuration = CommandConfiguration(
        commandName: "salvage",
        abstract: "Read what can be read out of a damaged database, or of a backup that was cut short.",
        discussion: """
            Writes a script for psql into the folder of the backups, and says exactly what is in it. Neither the database
            nor the backup is changed.

            EXAMPLES
              reva salvage                                  out of the database
              reva salvage reva_2026-03-15_020000.sql.gz    out of a backup

            EXIT CODES
              0 something was saved   3 nothing could be read   4 no such backup   8 no room
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A damaged backup's name, or latest, instead of the database.")
    var name: String?

    func run(at place: Place) async throws {
        let console = global.console
        let recovery = try await place.recovery(console)
        let salvaged = try await console.interruptibly { [name] in
            if let name { try await recovery.salvage(backup: name) } else { try await recovery.salvage() }
        }
        console.result(salvaged) { salvaged.text }
    }
}

extension Salvaged {
    var text: String {
        var lines = [isWhole ? "all of it could be read" : "not all of it could be read"]
        lines += complaints.map { "! \($0)" }
        lines += tables.map { table in
            let damage = table.damagedPages > 0 ? ", \(table.damagedPages) of \(table.pages) pages are damaged" : ""
            return "  \(table.table): \(table.rows) rows\(table.isWhole ? "" : ", not all of them")\(damage)"
        }
        return (lines + ["saved in \(path)", "  into an empty database: psql -d reva -f \(path)"]).joined(
            separator: "\n")
    }
}
