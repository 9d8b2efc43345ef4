import ArgumentParser
import Recovery

/// `reva verify`: runbook, "Test Restore to a Temporary Database".
struct VerifyCommand: ShippableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove backups: restore them beside production, read the copy back, compare everything.",
        discussion: """
            Production is not touched. The scratch database is dropped, whatever happens.

            EXAMPLES
              reva verify latest                     the newest backup
              reva verify reva_2026-03-15_020000.sql.gz
              reva verify --all

            EXIT CODES
              0 proven   3 not proven: the reasons are printed   4 no such backup   5 another run is at work
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A backup's name, or latest for the newest one.")
    var name: String?

    @Flag(help: "Verify every backup.")
    var all = false

    func validate() throws {
        if (name == nil) != all { throw ValidationError("name one backup, or say --all") }
    }

    func run(at place: Place) async throws {
        let console = global.console
        let backups = try await place.watched("verify", console, faults: Self.faults(of:)) {
            let recovery = try await place.recovery(console)
            return try await console.interruptibly {
                guard let name else { return try await recovery.verifyAll() }
                return [try await recovery.verify(name)]
            }
        }
        let text = { backups.map { BackupCommand.text(of: $0) }.joined(separator: "\n") }
        if all { console.result(backups, text: text) } else { console.result(backups[0], text: text) }
        if backups.contains(where: { $0.state != .proven }) { throw ExitStatus.badBackup.exit }
    }

    private static func faults(of backups: [Backup]) -> [String] {
        backups.filter { $0.state != .proven }.map { "\($0.name) is not proven: \($0.reasons.first ?? "")" }
    }
}
