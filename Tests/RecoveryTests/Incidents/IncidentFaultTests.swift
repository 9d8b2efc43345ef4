import Deployment
import Foundation
import Health
import Testing

@testable import Recovery

@Suite("A fault at any step of an incident")
struct IncidentFaultTests {
    /// A Reva whose database is gone.
    private func standing(_ mishap: Mishap) -> Standing {
        let standing = Standing(mishap)
        standing.state.withLock {
            $0.components = [.init(name: "postgres", isRunning: false, state: "exited (1)")]
            $0.health = nil
            $0.log = ["PANIC: could not locate a valid checkpoint record"]
            $0.backups = [
                Backup(
                    name: "reva_2026-03-15_020000.sql.gz", path: "/", bytes: 1,
                    taken: Date(timeIntervalSinceNow: -3600), state: .proven)
            ]
        }
        return standing
    }

    /// What a person says of the step that is due: what is theirs they do, and where Reva is found still away they ask for
    /// the restore once more, by name.
    private func wish(for incident: Incident) -> (step: ChecklistStep?, wish: IncidentResponse.Wish) {
        var wish = IncidentResponse.Wish()
        if [.communicate, .message].contains(incident.next) { wish.done = "done by hand" }
        if let last = incident.entries.last, last.step == .health, last.outcome == .failed {
            wish.backup = "latest"
            return (.restore, wish)
        }
        return (nil, wish)
    }

    @Test(
        "is in its journal, keeps the step due, restores nothing that nobody was told of, and the way goes on to its end",
        arguments: Mishap.Kind.allCases)
    func anyStep(_ kind: Mishap.Kind) async throws {
        var failures = 0
        for call in 1... {
            let folder = try TemporaryFolder()
            let book = IncidentBook(in: folder.path)
            let mishap = Mishap(kind, at: call)
            let standing = standing(mishap)
            let response = IncidentResponse(
                book, at: standing, backups: standing, by: "anna", patience: .zero, tell: { _ in }, agree: { _ in })
            var incident = try book.open("the bot does not answer", in: standing.description, by: "anna")
            for _ in 1...20 where incident.next != .postMortem {
                let (step, wish) = wish(for: incident)
                let due = incident.next
                let result = await mishap.attempt { try await response.perform(step, wish) }
                incident = try book.standing()
                #expect(incident.begun == nil, "call \(call)")
                #expect(standing.state.withLock(\.restored).isEmpty || incident.mayRestore, "call \(call)")
                guard case .failure(let error) = result else { continue }
                failures += 1
                let entry = try #require(incident.entries.last, "call \(call)")
                #expect(entry.kind == .ended && entry.outcome == .failed && entry.step == step ?? due, "call \(call)")
                #expect(entry.text == (error is CancellationError ? "it was interrupted" : "\(error)"), "call \(call)")
                #expect(incident.next == (step ?? due), "call \(call)")
            }
            #expect(incident.next == .postMortem, "call \(call): \(incident.entries.map(\.text))")
            #expect(standing.state.withLock { $0.health?.database == true }, "call \(call)")
            #expect(standing.state.withLock(\.restored).allSatisfy { $0 == "latest" }, "call \(call)")
            guard mishap.hasHappened else { break }
        }
        if kind != .lie { #expect(failures >= 3) }
    }
}
