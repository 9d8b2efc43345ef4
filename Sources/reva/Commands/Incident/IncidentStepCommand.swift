import ArgumentParser
import Foundation
import Recovery

/// `reva incident step`: does the next step of the checklist.
struct IncidentStepCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "step", abstract: "Do the next step of the checklist, or an earlier one again.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var actor: ActorOptions

    @Argument(help: "The step, instead of the next one.")
    var step: ChecklistStep?

    @Option(help: ArgumentHelp("It was done by hand: how.", valueName: "account"))
    var done: String?

    @Option(help: ArgumentHelp("It is left out: why.", valueName: "reason"))
    var skip: String?

    @Option(help: ArgumentHelp("The backup to restore, whether that looks needed or not.", valueName: "name"))
    var backup: String?

    @Option(help: ArgumentHelp("Restore though nobody was told: why.", valueName: "reason"))
    var withoutAnnouncement: String?

    @Flag(name: .shortAndLong, help: "Restore without asking.")
    var yes = false

    func validate() throws {
        if done != nil, skip != nil { throw ValidationError("--done and --skip exclude each other") }
        for (option, text) in [("--done", done), ("--skip", skip), ("--without-announcement", withoutAnnouncement)]
        where text?.trimmingCharacters(in: .whitespaces).isEmpty == true {
            throw ValidationError("\(option) needs a sentence")
        }
    }

    func run() async throws {
        let place = try await Place.find(global.settings())
        let scene = try await place.scene()
        var wish = IncidentResponse.Wish()
        (wish.done, wish.skip, wish.backup, wish.withoutAnnouncement) = (done, skip, backup, withoutAnnouncement)
        let ended = try await global.console.interruptibly { [global, actor, step, yes, wish] in
            let response = try IncidentResponse(at: place, scene, by: actor.name, global.console, yes: yes)
            return try await response.perform(step, wish)
        }
        let incident = try place.settings.incidents(global.console).standing()
        global.console.result(ended) { ended.text(in: incident) }
        if let code = Self.code(of: ended) { throw code.exit }
    }

    /// Nil when the step is settled.
    private static func code(of entry: IncidentEntry) -> ExitStatus? {
        switch (entry.outcome, entry.step) {
        case (.waiting, _): .declined
        case (.failed, .backup): .noBackup
        case (.failed, .restore): .badBackup
        case (.failed, _): .degraded
        default: nil
        }
    }
}

extension ChecklistStep: ExpressibleByArgument {}
