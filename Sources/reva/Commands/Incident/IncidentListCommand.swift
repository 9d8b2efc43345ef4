import ArgumentParser
import Recovery

/// `reva incident list`
struct IncidentListCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the incidents, newest first.")

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let incidents = try await global.settings().incidents(global.console).all()
        global.console.result(incidents) {
            guard !incidents.isEmpty else { return "there was no incident" }
            return Readable.table(
                incidents.map { incident in
                    let state =
                        incident.closed.map {
                            "closed after \(Readable.seconds($0.timeIntervalSince(incident.opened)))"
                        }
                        ?? "open, led by \(incident.lead)"
                    return [incident.id, state, incident.summary]
                })
        }
    }
}
