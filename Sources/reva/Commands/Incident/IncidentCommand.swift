import ArgumentParser
import Foundation
import Recovery

/// `reva incident`: runbook, "Failover Checklist".
struct IncidentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incident",
        abstract: "Lead an incident through the failover checklist, and keep its journal.",
        discussion: """
            Nine steps, in the runbook's order. `reva incident step` does the next one: by itself what can be done, and
            it says what is left to a person. Each is timed and written down before it begins, so that another person
            can go on after a crash or at the end of a shift. Nothing is restored before people were told.

            EXAMPLES
              reva incident open "the bot does not answer"
              reva incident step
              reva incident step --done "posted in the channel Releases"
              reva incident step restore --backup latest
              reva incident note "the disk of the database was full"
              reva incident close --cause "a full disk" --follow-up "watch the disk"

            EXIT CODES
              0 done   2 not healthy   4 no proven backup   7 waits for a person, or may not be done yet
            """,
        subcommands: [
            IncidentOpenCommand.self, IncidentStepCommand.self, IncidentNoteCommand.self, IncidentCloseCommand.self,
            IncidentListCommand.self, IncidentShowCommand.self,
        ])
}

/// Who acts in an incident.
struct ActorOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Who you are, where the user's name does not say it.", valueName: "name"))
    var who: String?

    var name: String { who ?? Self.user }

    /// Whoever runs this program, behind sudo as well.
    static var user: String { ProcessInfo.processInfo.environment["SUDO_USER"] ?? NSUserName() }
}
