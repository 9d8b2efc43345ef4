import Deployment
import Recovery

extension IncidentResponse {
    /// - Parameter yes: nobody is asked before a restore.
    init(at place: Place, _ scene: any Scene, by who: String, _ console: Console, yes: Bool = false) throws {
        self.init(
            place.settings.incidents(console), at: scene, backups: PlaceBackups(place: place, console: console),
            by: who, patience: try place.settings.recovery.startLimit, tell: console.tell,
            announce: { await place.announce($0) }
        ) { plan in
            guard !yes else { return }
            console.say(plan)
            try ConsentOptions.ask("\nRestore it?")
        }
    }
}
