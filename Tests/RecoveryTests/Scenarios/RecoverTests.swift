import Deployment
import Foundation
import Testing

@testable import Recovery

@Suite("A scenario")
struct RecoverTests {
    private func backups() -> Standing {
        let standing = Standing()
        standing.state.withLock {
            $0.backups = [
                Backup(
                    name: "reva_2026-03-15_020000.sql.gz", path: "/", bytes: 1,
                    taken: Date(timeIntervalSinceNow: -3600), state: .proven)
            ]
        }
        return standing
    }

    private func recover(
        _ scenario: Scenario, _ installation: FailingInstallation, _ backups: Standing, _ events: EventLog = EventLog()
    ) -> Recover {
        Recover(scenario, in: installation, backups: backups, tell: events.tell)
    }

    private func consent() throws -> StorageConsent { try #require(StorageConsent(to: "data", words: "data")) }

    @Test(
        "that removes a storage keeps what was on it, whatever goes wrong at which step, and its next run succeeds",
        arguments: [Scenario.databaseLost, .noBackup], [FailingInstallation.Fault.refused, .doneButLost, .lie])
    func anyStep(_ scenario: Scenario, _ fault: FailingInstallation.Fault) async throws {
        var failures = 0
        for call in 1... {
            let installation = FailingInstallation(call: call, fault)
            let events = EventLog()
            let result = await Result {
                try await recover(scenario, installation, backups(), events).run(try consent())
            }
            guard installation.hasFailed else {
                #expect(try result.get().copy == "data_before_1")
                break
            }
            if case .failure(let error) = result {
                failures += 1
                #expect(!"\(error)".isEmpty)
            }
            let left = installation.now
            // A lie about the copy is the one thing that nobody here could see; the engines' own count what they copied.
            let isLiedTo = fault == .lie && events.steps.count > 1
            #expect(left.storages.values.contains("everything") || isLiedTo, "call \(call), \(left)")
            if events.notes.contains("starting again what was stopped") {
                #expect(left.storages["data"] == "everything", "call \(call)")
            }
            let next = FailingInstallation(left)
            let outcome = try await recover(scenario, next, backups()).run(try consent())
            #expect(next.now.databaseRuns && next.now.storages["data"] == "", "call \(call)")
            #expect(outcome.copy != nil)
            if scenario == .databaseLost { #expect(outcome.restored == "reva_2026-03-15_020000.sql.gz") }
        }
        if fault != .lie { #expect(failures >= 4) }
    }

    @Test("whose copy cannot be made removes nothing, and starts again what it had stopped")
    func noCopy() async throws {
        let installation = FailingInstallation(call: 2)
        let error = await #expect(throws: DeploymentError.self) {
            try await recover(.databaseLost, installation, backups()).run(try consent())
        }
        #expect(error?.summary == "copying was refused")
        #expect(installation.now.storages == ["data": "everything"])
        #expect(installation.now.databaseRuns && installation.now.applicationRuns)
    }

    @Test("that hangs can be cancelled at any step, keeps what was there, and its next run succeeds")
    func hangs() async throws {
        for call in 1...4 {
            let hanging = AsyncStream<Void>.makeStream()
            let installation = FailingInstallation(call: call, .hangs, hanging: hanging.continuation)
            let recover = recover(.databaseLost, installation, backups())
            let consent = try consent()
            let running = Task { try await recover.run(consent) }
            for await _ in hanging.stream { break }
            running.cancel()
            await #expect(throws: CancellationError.self, "call \(call)") { try await running.value }
            #expect(installation.now.storages.values.contains("everything"), "call \(call)")
            let next = FailingInstallation(installation.now)
            #expect(try await self.recover(.databaseLost, next, backups()).run(consent).restored != nil)
        }
    }

    @Test("is refused while the database answers, and without a proven backup; nothing is touched then")
    func refused() async throws {
        let installation = FailingInstallation()
        let answers = await #expect(throws: RecoveryError.self) {
            try await recover(.noBackup, installation, backups()).check(anyway: false)
        }
        #expect(answers?.summary == "the database still answers" && answers?.reason == .refused)
        let none = await #expect(throws: RecoveryError.self) {
            try await recover(.databaseLost, installation, Standing()).check(anyway: true)
        }
        #expect(none?.reason == .noBackup)
        let unasked = await #expect(throws: RecoveryError.self) {
            try await recover(.databaseLost, installation, backups()).run(nil)
        }
        #expect(unasked?.reason == .refused)
        #expect(installation.now.calls == 0)
    }

    @Test("that restarts what takes no part is refused before anything is told or touched")
    func missing() async throws {
        let installation = FailingInstallation()
        let events = EventLog()
        let error = await #expect(throws: DeploymentError.self) {
            try await recover(.ollama, installation, backups(), events).check(anyway: false)
        }
        #expect(error?.summary == "ollama is not there")
        #expect(events.steps.isEmpty && installation.now.calls == 0)
        try await recover(.mcp, installation, backups()).check(anyway: false)
    }

    @Test("says before it what is lost in numbers, and how a person would type each step; nothing is touched")
    func plan() async throws {
        let installation = FailingInstallation()
        let lost = try await recover(.databaseLost, installation, backups()).plan()
        #expect(
            lost.loses == [
                "what was written since reva_2026-03-15_020000.sql.gz was taken, 1 h 00 min ago; 0 rows in 0 tables come back"
            ])
        #expect(lost.steps.count == 5)
        #expect(lost.steps.allSatisfy { !$0.commands.isEmpty })
        let none = try await recover(.noBackup, installation, Standing()).plan()
        #expect(
            none.loses == ["everything that Reva knew, and nobody can say how much that is: there is no backup here"])
        #expect(none.steps.first?.does == "save what can still be read of the database")
        let restart = try await recover(.mcp, installation, backups()).plan()
        #expect(restart.loses == ["no data", "somebody waits"])
        #expect(restart.steps.map(\.does) == ["restart release-mcp and jira-mcp"])
        #expect(installation.now.calls == 0)
    }

    @Test("without a backup saves first what can be read, and is not held up when nothing can")
    func salvage() async throws {
        let saved = try await recover(.noBackup, FailingInstallation(), backups()).run(try consent())
        #expect(saved.salvaged?.path == "/salvaged.sql")
        let away = backups()
        away.state.withLock { $0.isAway = true }
        let events = EventLog()
        let outcome = try await recover(.noBackup, FailingInstallation(), away, events).run(try consent())
        #expect(outcome.salvaged == nil && outcome.copy != nil)
        #expect(events.warnings == ["nothing could be read out of the database: nobody answers here"])
    }
}
