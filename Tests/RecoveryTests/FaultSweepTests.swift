import Deployment
import Foundation
import PostgresTesting
import SystemPackage
import Testing

@testable import Recovery

@Suite("A fault at any step of a procedure", .postgresWithVector)
struct FaultSweepTests {
    @Test(
        "is told, leaves production whole and a trace of what is left to do, and the next run does that and succeeds",
        arguments: Procedure.allCases, Mishap.Kind.allCases)
    func anyStep(_ procedure: Procedure, _ kind: Mishap.Kind) async throws {
        let bench = try await procedure.bench()
        var failures = 0
        for call in procedure.calls(kind) {
            try await procedure.prepare(bench)
            let mishap = Mishap(kind, at: call)
            let staged = StagedDeployment(bench.deployment, mishap)
            let result = await mishap.attempt { try await procedure.run(bench.recovery(staged, jobs: 1)) }
            guard mishap.hasHappened else {
                #expect(try result.get())
                break
            }
            let place = "\(procedure), call \(call): \(result)"
            if case .failure(let error) = result {
                failures += 1
                #expect(!"\(error)".isEmpty && !(error is Errno), "\(place)")
            }
            let epoch = try await bench.epoch()
            #expect(procedure.allowed.contains(epoch), "\(place): \(epoch ?? "no database")")
            try await checkWhatIsKept(by: procedure, bench, epoch, result, place)

            // Where it was said to be started nobody can know that it was not, but by its health.
            let isLeft = !remains(bench).isEmpty || (!staged.isRunning && kind != .lie)
            bench.events.forget()
            let next = StagedDeployment(bench.deployment, isRunning: staged.isRunning)
            #expect(try await procedure.runAgain(bench.recovery(next, jobs: 1)), "after \(place)")
            let crash = "a run did not end well: reva \(procedure.command), process "
            let told = bench.events.warnings.filter { $0.hasPrefix(crash) }
            #expect(told.count == (isLeft ? 1 : 0), "after \(place): \(bench.events.warnings)")
            #expect(next.isRunning, "after \(place)")
            #expect(try await bench.others() == [], "after \(place)")
            #expect(remains(bench) == [], "after \(place)")
        }
        if kind == .refused || kind == .hangs { #expect(failures > 0) }
        if procedure == .backup || procedure == .drill { try await checkThatProvenIsProven(bench) }
        #expect(try await procedure.run(bench.recovery(StagedDeployment(bench.deployment))))
        try await bench.tidy()
    }

    /// But for the reports of drills that came to their end.
    private func remains(_ bench: Workbench) -> [String] { bench.remains.filter { $0 != "drills" } }

    private func checkWhatIsKept(
        by procedure: Procedure, _ bench: Workbench, _ epoch: String?, _ result: Result<Bool, any Error>,
        _ place: String
    ) async throws {
        let backups = try Catalog(folder: bench.folder.path).backups()
        switch procedure {
        case .restore, .restoreInPlace:
            #expect(backups.contains { $0.state == .proven }, "\(place)")
            // What did not throw has either restored, or left production as it was.
            if case .success(let isRestored) = result { #expect(isRestored == (epoch == "backup"), "\(place)") }
        case .undo:
            let both = try await [epoch ?? "none"] + bench.formerEpochs()
            #expect(both.sorted() == ["backup", "live"], "\(place)")
        case .prune, .drill:
            #expect(backups.contains { $0.state == .proven }, "\(place)")
        case .backup, .verify:
            #expect(!backups.isEmpty, "\(place)")
        }
    }

    /// Whatever was said meanwhile by whom: no backup passes for proven that is not.
    private func checkThatProvenIsProven(_ bench: Workbench) async throws {
        let proven = try Catalog(folder: bench.folder.path).backups().filter { $0.state == .proven }
        #expect(!proven.isEmpty)
        for backup in proven.prefix(5) {
            #expect(try await bench.recovery().verify(backup.name).state == .proven, "\(backup.name)")
        }
    }
}
