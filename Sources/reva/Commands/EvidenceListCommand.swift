import ArgumentParser
import Foundation
import Recovery

/// `reva evidence list`: what was done, the newest first.
struct EvidenceListCommand: ShippableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what was done here: backups, proofs, restores, undos, prunes, drills, incidents.",
        discussion: """
            EXAMPLES
              reva evidence list
              reva evidence list --last 5 --what restore
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp("How many at most.", valueName: "number"))
    var last = 50

    @Option(help: ArgumentHelp("Only what a command did, such as backup or restore.", valueName: "word"))
    var what: String?

    static var isWork: Bool { false }

    func validate() throws {
        if last < 1 { throw ValidationError("--last must be 1 or more") }
    }

    func run(at place: Place) async throws {
        let file = place.settings.evidenceFile
        guard FileManager.default.fileExists(atPath: file.string) else {
            return global.console.result([EvidenceRecord]()) { "nothing has been kept in \(file) yet" }
        }
        let check = try EvidenceCheck(of: file, trusting: place.settings.seal.trusted() ?? [])
        let records = Array(check.records.filter { what == nil || $0.what == what }.suffix(last).reversed())
        if let first = check.findings.first {
            global.console.tell(.warning("line \(first.line): \(first.fault); reva evidence verify tells all"))
        }
        global.console.result(records) {
            Readable.table(
                [["NUMBER", "TIME", "WHAT", "OUTCOME", "TOOK", ""]]
                    + records.map {
                        [
                            "\($0.number)", $0.time.formatted(.iso8601), $0.what, $0.outcome.rawValue,
                            $0.seconds.map(Readable.seconds) ?? "", $0.account,
                        ]
                    })
        }
    }
}
