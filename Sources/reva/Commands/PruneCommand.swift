import ArgumentParser
import Recovery

/// `reva prune`: runbook, "Retention Policy".
struct PruneCommand: ShippableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove backups that retention no longer keeps, and databases set aside long ago.",
        discussion: """
            The newest proven backup always stays, and nothing is removed while backups have stopped. Says of each why it
            stays or goes.

            EXAMPLES
              reva prune --dry-run
              reva prune --yes                       for cron, after reva backup

            EXIT CODES
              0 done   5 another run is at work   7 not confirmed
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var consent: ConsentOptions

    var agreement: ConsentOptions? { consent }

    func run(at place: Place) async throws {
        let console = global.console
        let recovery = try await place.recovery(console)
        let plan = try await recovery.prune(dryRun: true)
        let count = (plan.backups + plan.copies).filter(\.removed).count
        if consent.dryRun || count == 0 { return console.result(plan) { Self.text(of: plan) } }
        if !consent.yes {
            console.say(Self.text(of: plan))
            try consent.ask("\nRemove these?")
        }
        let done = try await console.interruptibly { try await recovery.prune(dryRun: false) }
        console.result(done) { Self.text(of: done) }
    }

    static func text(of pruning: Pruning) -> String {
        let items = pruning.backups + pruning.copies
        guard !items.isEmpty else { return "nothing is there to be removed" }
        let word = pruning.dryRun ? "would go" : "removed"
        return Readable.table(
            items.map { [$0.removed ? word : "kept", $0.name, Readable.bytes($0.bytes), "because \($0.reason)"] })
    }
}
