import ArgumentParser
import Recovery

/// `reva incident open`: writes down that something is wrong, and looks at what.
struct IncidentOpenCommand: RevaCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Open an incident, and do its first step: see which component is down.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var actor: ActorOptions

    @Argument(help: "What is wrong, in a sentence that people may be told.")
    var summary: String

    func run() async throws {
        let place = try await Place.find(global.settings())
        let scene = try await place.scene()
        let book = place.settings.incidents(global.console)
        let incident = try book.open(summary, in: scene.description, by: actor.name)
        try await global.console.interruptibly { [global, actor] in
            let response = try IncidentResponse(at: place, scene, by: actor.name, global.console)
            try await response.perform(.assess)
        }
        let now = try book.find(incident.id)
        global.console.result(now) { now.text }
    }
}
