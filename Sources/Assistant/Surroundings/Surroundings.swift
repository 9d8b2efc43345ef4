/// The program that the assistant runs in: what it can be asked, and what it wants to know.
package protocol Surroundings: Sendable {
    var version: String { get }
    /// What works, part by part, asked now.
    func health() async -> [PartHealth]
    /// Nil where the backups cannot be seen from here.
    func backups() async -> BackupReport?
    /// A person had everything of them erased.
    func erased(_ person: Person) async
    /// Must not block.
    func observe(_ event: TurnEvent)
}

extension Surroundings {
    package func erased(_ person: Person) async {}
    package func observe(_ event: TurnEvent) {}
}
