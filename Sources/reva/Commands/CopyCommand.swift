import ArgumentParser
import Deployment
import Recovery

/// `reva copy`: a second copy of the backups, elsewhere.
struct CopyCommand: ShippableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy proven backups to a second place, and read them back there.",
        discussion: """
            The place is a folder or a remote of rclone. A copy gets its name when it was read back and is the same; what
            was interrupted goes on. Retention holds there as here: the newest proven copy always stays.

            EXAMPLES
              reva copy                              every proven backup that is not there yet, to copy.to
              reva copy latest --to /mnt/other/reva
              reva copy --to s3:bucket/reva --dry-run

            EXIT CODES
              0 the copies are there   4 no such backup   5 another copy is at work   8 no room there
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "A backup's name, or latest for the newest proven one; all of them when left out.")
    var name: String?

    @Option(help: ArgumentHelp("A folder's whole path, or a remote of rclone, instead of copy.to.", valueName: "place"))
    var to: String?

    @Flag(help: "Only say what would be copied.")
    var dryRun = false

    func run(at place: Place) async throws {
        let console = global.console
        guard let target = try to.map(Settings.copyTarget) ?? place.settings.copyTarget else {
            throw CommandError(
                "no second place for backups is set",
                hints: ["reva copy --to /mnt/other/reva", "\(SettingKey.copyTo.variable)=/mnt/other/reva"], code: .usage
            )
        }
        let copying = try await place.copy(name, to: target, dryRun: dryRun, console)
        console.result(copying) { Self.text(of: copying) }
    }

    static func text(of copying: Copying) -> String {
        guard !copying.items.isEmpty else { return "there is no proven backup to copy to \(copying.target)" }
        let rows = copying.items.map { item in
            let word =
                switch item.outcome {
                case .copied: copying.dryRun ? "would be copied" : "copied, the same"
                case .there: "is there"
                case .removed: "removed"
                }
            return [word, item.name, Readable.bytes(item.bytes), item.reason.map { "because \($0)" } ?? ""]
        }
        return "\(copying.target)\n" + Readable.table(rows)
    }
}

extension Place {
    /// Copies backups, and tells the receivers of alarms when that fails.
    func copy(_ name: String?, to target: any CopyTarget, dryRun: Bool = false, _ console: Console) async throws
        -> Copying
    {
        // The database may be away: its backups can be copied all the same.
        let second = SecondCopy(
            of: try await catalog(), retention: try settings.recovery.retention,
            evidence: settings.evidence { console.tell(.warning($0)) }, tell: console.tell)
        if dryRun { return try await second.copy(name, to: target, dryRun: true) }
        return try await watched("copy", lasts: true, console) {
            try await console.interruptibly { try await second.copy(name, to: target) }
        }
    }
}
