import ArgumentParser
import Deployment
import Foundation
import Recovery

/// `reva recover`: runbook, "Component Recovery Matrix" and "Data Loss Scenarios".
struct RecoverCommand: RestoringCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Bring back one component that is lost or broken.",
        discussion: """
            SCENARIOS
              database-lost   the database's storage is gone or damaged: copy it aside, begin anew, restore the newest
                              proven backup
              no-backup       the same without a backup to restore: everything that Reva knew is lost
              redis, mcp, ollama, reva
                              restart it; nothing is lost

            Where data can be lost, the name of the storage has to be typed. What is there is copied aside before.

            EXAMPLES
              reva recover database-lost --dry-run
              reva recover redis --deployment compose
              reva recover no-backup --confirm reva_postgres-data

            EXIT CODES
              0 recovered   4 there is no proven backup   7 not confirmed
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "What is lost.")
    var scenario: Scenario

    @Flag(help: "Only say what would be done.")
    var dryRun = false

    @Option(help: ArgumentHelp("The storage that may be removed, for scripts.", valueName: "name"))
    var confirm: String?

    @Flag(help: "Also when the database still answers.")
    var anyway = false

    var restoring: String? {
        dryRun || !scenario.removesStorage ? nil : "reva recover \(scenario.rawValue)"
    }

    func run() async throws {
        let console = global.console
        let place = try await Place.find(global.settings())
        let installation = try await place.installation()
        let recover = Recover(
            scenario, in: installation, backups: PlaceBackups(place: place, console: console), tell: console.tell)
        if dryRun {
            let plan = try await recover.plan()
            return console.result(plan) { plan.text }
        }
        let storage = scenario.removesStorage ? try await installation.storage() : nil
        try await recover.check(anyway: anyway)
        var consent: StorageConsent?
        if let storage { consent = try await self.consent(to: storage, recover, console) }
        let outcome = try await console.interruptibly { [consent] in try await recover.run(consent) }
        console.result(outcome) { outcome.text }
    }

    private func consent(to storage: String, _ recover: Recover, _ console: Console) async throws -> StorageConsent {
        var words = confirm
        if words == nil, isatty(STDIN_FILENO) == 1 {
            console.say(try await recover.plan().text)
            FileHandle.standardError.tell("\nType the storage's name to go on: ")
            words = readLine()
        }
        guard let consent = StorageConsent(to: storage, words: words ?? "") else {
            throw CommandError(
                "nothing was done: the storage's name was not confirmed", hints: ["--confirm \(storage)", "--dry-run"],
                code: .declined)
        }
        return consent
    }
}

extension Scenario: ExpressibleByArgument {}

extension RecoverPlan {
    var text: String {
        var lines = ["Recovering from \(scenario.rawValue) in \(installation)", "", "What is lost:"]
        lines += loses.map { "  \($0)" }
        lines += ["", "What will be done, and how it is done by hand:"]
        for (index, step) in steps.enumerated() {
            lines.append("  \(index + 1). \(step.does)")
            lines += step.commands.map { "       \($0)" }
        }
        if let storage { lines.append("The storage is \(storage); its copy stays until you remove it.") }
        return lines.joined(separator: "\n")
    }
}

extension Recover.Outcome {
    var text: String {
        var lines = ["recovered in \(Readable.seconds(seconds))"]
        if let restored { lines.append("  \(restored) is restored and live") }
        if let copy { lines.append("  what was there is kept as \(copy)") }
        if let salvaged { lines += salvaged.text.split(separator: "\n").map { "  \($0)" } }
        return lines.joined(separator: "\n")
    }
}
