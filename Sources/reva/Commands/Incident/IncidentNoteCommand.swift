import ArgumentParser
import Recovery

/// `reva incident note`: what happened, for the journal.
struct IncidentNoteCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Write something into the journal of the incident that is open.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var actor: ActorOptions

    @Argument(help: "What happened, or what was found.")
    var text: String

    func run() async throws {
        let book = try await global.settings().incidents(global.console)
        let entry = IncidentEntry(.note, text, by: actor.name)
        let incident = try book.append(entry, to: book.standing().id)
        global.console.result(entry) { "noted in the incident \(incident.id)" }
    }
}
