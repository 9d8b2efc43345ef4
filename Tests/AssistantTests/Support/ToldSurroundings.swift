import Synchronization

@testable import Assistant

/// A program that works, and keeps what it is told.
final class ToldSurroundings: Surroundings {
    let version = "9.9.9"
    private let parts: [PartHealth]
    private let report: BackupReport?
    private let told = Mutex((events: [TurnEvent](), erased: [Person]()))

    init(parts: [PartHealth] = [PartHealth(name: "database", works: true)], report: BackupReport? = nil) {
        self.parts = parts
        self.report = report
    }

    func health() async -> [PartHealth] { parts }
    func backups() async -> BackupReport? { report }
    func erased(_ person: Person) async { told.withLock { $0.erased.append(person) } }
    func observe(_ event: TurnEvent) { told.withLock { $0.events.append(event) } }

    var events: [TurnEvent] { told.withLock(\.events) }
    var erased: [Person] { told.withLock(\.erased) }
}
