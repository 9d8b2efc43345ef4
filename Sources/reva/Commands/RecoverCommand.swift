import ArgumentParser
import Deployment
import Foundation
import Health
import Recovery

/// `reva recover`: runbook, "Component Recovery Matrix" and "Data Loss Scenarios".
struct RecoverCommand: RevaCommand {
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

    enum Scenario: String, ExpressibleByArgument, CaseIterable {
        case databaseLost = "database-lost"
        case noBackup = "no-backup"
        case redis
        case mcp
        case ollama
        case reva

        /// What is restarted; empty where that does not help.
        var components: [String] {
            switch self {
            case .databaseLost, .noBackup: []
            case .redis, .ollama, .reva: [rawValue]
            case .mcp: ["release-mcp", "jira-mcp"]
            }
        }
    }

    @OptionGroup var global: GlobalOptions

    @Argument(help: "What is lost.")
    var scenario: Scenario

    @Flag(help: "Only say what would be done.")
    var dryRun = false

    @Option(help: ArgumentHelp("The storage that may be removed, for scripts.", valueName: "name"))
    var confirm: String?

    @Flag(help: "Also when the database still answers.")
    var anyway = false

    private struct Plan: Encodable {
        let scenario: String
        let installation: String
        let storage: String?
        let steps: [String]
    }

    private struct Outcome: Encodable {
        let scenario: String
        let copy: String?
        let restored: String?
        let seconds: Double
    }

    func run() async throws {
        let console = global.console
        let place = try await Place.find(global.settings())
        let installation = try await place.installation()
        let plan = try await plan(for: installation)
        if dryRun { return console.result(plan) { text(of: plan) } }
        let start = ContinuousClock.now
        var copy: String?
        var restored: String?
        if let storage = plan.storage {
            try await checkThatItIsNeeded(installation)
            try await checkTheBackup(place, console)
            let consent = try consent(to: storage, plan, console)
            copy = try await console.interruptibly {
                try await FreshStart(installation, tell: console.tell).run(consent)
            }
            if scenario == .databaseLost {
                restored = try await restore(place, console)
            } else {
                try await installation.startApplication()
            }
        }
        if !scenario.components.isEmpty {
            try await console.interruptibly { [scenario] in try await installation.restart(scenario.components) }
        }
        let outcome = Outcome(
            scenario: scenario.rawValue, copy: copy, restored: restored,
            seconds: (ContinuousClock.now - start).inSeconds)
        console.result(outcome) {
            var lines = ["recovered in \(Readable.seconds(outcome.seconds))"]
            if let restored { lines.append("  \(restored) is restored and live") }
            if let copy { lines.append("  what was there is kept as \(copy)") }
            return lines.joined(separator: "\n")
        }
    }

    private func plan(for installation: any Installation) async throws -> Plan {
        let storage = scenario.components.isEmpty ? try await installation.storage() : nil
        var steps = scenario.components.map { "restart \($0)" }
        if storage != nil {
            steps = FreshStart.steps
            steps.append(scenario == .databaseLost ? "restore the newest proven backup" : "start the application")
        }
        return Plan(
            scenario: scenario.rawValue, installation: installation.description, storage: storage, steps: steps)
    }

    private func text(of plan: Plan) -> String {
        var lines = ["Recovering from \(plan.scenario) in \(plan.installation)", "", "What will be done:"]
        lines += plan.steps.enumerated().map { "  \($0.offset + 1). \($0.element)" }
        if let storage = plan.storage { lines.append("The storage is \(storage); its copy stays until you remove it.") }
        return lines.joined(separator: "\n")
    }

    /// A database that answers is better restored beside.
    private func checkThatItIsNeeded(_ installation: any Installation) async throws {
        guard !anyway else { return }
        if await installation.databaseAnswers() {
            throw CommandError(
                "the database still answers",
                hints: ["reva restore latest, which keeps it beside", "--anyway, when it is damaged all the same"],
                code: .declined)
        }
    }

    /// Before anything is removed: there must be something to come back from.
    private func checkTheBackup(_ place: Place, _ console: Console) async throws {
        guard scenario == .databaseLost else { return }
        if let shipment = shipment(place, console) {
            struct Listed: Decodable { let state: String }
            let json = try await shipment.run(["list"], isWork: false)
            let listed = try JSONDecoder().decode([Listed].self, from: Data(json.utf8))
            guard !listed.contains(where: { $0.state == "proven" }) else { return }
            throw CommandError(
                "none of the \(listed.count) backups is proven", hints: ["reva list", "reva recover no-backup"],
                code: .noBackup)
        }
        _ = try await place.catalog().find("latest", proven: true)
    }

    /// Nil where the work is done from here.
    private func shipment(_ place: Place, _ console: Console) -> Shipment? {
        place.kind == .kubernetes ? Shipment(kubectl: place.kubectl, console: console) : nil
    }

    private func consent(to storage: String, _ plan: Plan, _ console: Console) throws -> StorageConsent {
        var words = confirm
        if words == nil, isatty(STDIN_FILENO) == 1 {
            console.say(text(of: plan))
            FileHandle.standardError.write(Data("\nType the storage's name to go on: ".utf8))
            words = readLine()
        }
        guard let consent = StorageConsent(to: storage, words: words ?? "") else {
            throw CommandError(
                "nothing was done: the storage's name was not confirmed", hints: ["--confirm \(storage)", "--dry-run"],
                code: .declined)
        }
        return consent
    }

    private func restore(_ place: Place, _ console: Console) async throws -> String? {
        if let shipment = shipment(place, console) {
            struct Restored: Decodable { let name: String }
            let json = try await shipment.run(["restore", "latest", "--yes"], isWork: true)
            return try JSONDecoder().decode(Restored.self, from: Data(json.utf8)).name
        }
        let recovery = try await place.recovery(console)
        let result = try await console.interruptibly { try await recovery.restore("latest") }
        guard result.state == .restored else { throw ExitStatus.badBackup.exit }
        return result.name
    }
}
