import ArgumentParser
import Recovery

/// `reva incident close`: the last step, and the file that is left of it.
struct IncidentCloseCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Close the incident, and write its post-mortem.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var actor: ActorOptions

    @Option(help: ArgumentHelp("What the cause was, or that it is not known.", valueName: "sentence"))
    var cause: String

    @Option(help: ArgumentHelp("What is to be done; may be said several times.", valueName: "sentence"))
    var followUp: [String] = []

    @Option(help: ArgumentHelp("Close it with steps that are not settled: why.", valueName: "reason"))
    var unfinished: String?

    private struct Closed: Encodable {
        let incident: Incident
        let report: String
    }

    func run() async throws {
        let settings = try await global.settings()
        let book = settings.incidents(global.console)
        let incident = try book.close(
            cause: cause, followUps: followUp, unfinished: unfinished, target: try settings.restoreLimit,
            by: actor.name)
        let report = book.report(of: incident.id).string
        global.console.result(Closed(incident: incident, report: report)) {
            "the incident \(incident.id) is closed; its post-mortem is \(report)"
        }
    }
}
