import ArgumentParser
import Foundation
import Recovery

/// `reva undo`: back to the database before the last restore.
struct UndoCommand: ShippableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Go back to the database that the last restore set aside.",
        discussion: """
            A swap by name: it takes seconds. What is live now is set aside in turn, so a second undo comes back to it.

            EXAMPLES
              reva undo --dry-run
              reva undo --yes

            EXIT CODES
              0 done   4 nothing was set aside   7 not confirmed   9 it did not become healthy: swapped back
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var consent: ConsentOptions

    var agreement: ConsentOptions? { consent }

    private struct Plan: Encodable {
        let restores: String
        let setAside: Date
        let bytes: Int
    }

    func run(at place: Place) async throws {
        let console = global.console
        let recovery = try await place.recovery(console)
        guard let copy = try await recovery.undoable() else {
            throw RecoveryError(
                "there is no former database to go back to", reason: .noBackup,
                hints: ["reva list", "reva restore latest"])
        }
        let plan = Plan(restores: copy.name, setAside: copy.setAside, bytes: copy.bytes)
        let text =
            "would make \(copy.name) live again (\(Readable.bytes(copy.bytes)), set aside "
            + "\(Readable.seconds(Date().timeIntervalSince(copy.setAside))) ago), and set aside what is live now"
        if consent.dryRun { return console.result(plan) { text } }
        if !consent.yes {
            console.say(text)
            try consent.ask("\nGo back to it?")
        }
        let result = try await console.interruptibly { try await recovery.undo() }
        console.result(result) {
            "\(result.restored) is live again, in \(Readable.seconds(result.seconds))"
                + (result.before.map { "\n  what was live is kept as \($0): reva undo comes back to it" } ?? "")
                + (result.gap.map { "\n  in that is:" + $0.lines.map { "\n    \($0)" }.joined() } ?? "")
        }
    }
}
