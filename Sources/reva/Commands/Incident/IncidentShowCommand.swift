import ArgumentParser
import Recovery

/// `reva incident show`: where an incident stands.
struct IncidentShowCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an incident: its checklist, or its post-mortem as it is so far.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The incident, such as 2026-03-15_031500, instead of the one that is open.")
    var id: String?

    @Flag(help: "Show the post-mortem.")
    var report = false

    func run() async throws {
        let settings = try await global.settings()
        let book = settings.incidents(global.console)
        let incident = try id.map(book.find) ?? book.standing()
        let text = report ? PostMortem(of: incident, target: try settings.restoreLimit).text : incident.text
        global.console.result(incident) { text }
    }
}
