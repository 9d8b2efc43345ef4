import Deployment
import Foundation
import Testing

@testable import Recovery

@Suite("A scenario")
struct RecoverTests {
    private func backups(_ mishap: Mishap = Mishap()) -> Standing {
        let standing = Standing(mishap)
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
        _ scenario: Scenario, _ installation: StagedInstallation, _ backups: Standing, _ events: EventLog = EventLog()
    ) -> Recover {
        Recover(scenario, in: installation, backups: backups, tell: events.tell)
    }

    private func consent() throws -> StorageConsent { try #require(StorageConsent(to: "data", words: "data")) }

    @Test(
        "that removes a storage keeps what was on it, whatever goes wrong at which step, and its next run succeeds",
        arguments: [Scenario.databaseLost, .noBackup], Mishap.Kind.allCases)
    func anyStep(_ scenario: Scenario, _ kind: Mishap.Kind) async throws {
        var failures = 0
        for call in 1... {
            let mishap = Mishap(kind, at: call)
            let installation = StagedInstallation(.init(), mishap)
            let events = EventLog()
            let recover = recover(scenario, installation, backups(mishap), events)
            let consent = try consent()
            let result = await mishap.attempt { try await recover.run(consent) }
            guard mishap.hasHappened else {
                #expect(try result.get().copy == "data_before_1")
                break
            }
            let left = installation.now
            if case .failure(let error) = result {
                failures += 1
                #expect(!"\(error)".isEmpty)
                if kind == .hangs { #expect(error is CancellationError, "call \(call): \(error)") }
            }
            // A lie about the copy is the one thing that nobody here could see; the engines' own count what they copied.
            let isLiedTo = kind == .lie && events.steps.last != FreshStart.steps[0]
            #expect(left.storages.values.contains("everything") || isLiedTo, "call \(call), \(left)")
            if events.notes.contains("starting again what was stopped") {
                #expect(left.storages["data"] == "everything", "call \(call)")
            }
            let next = StagedInstallation(left)
            let outcome = try await self.recover(scenario, next, backups()).run(consent)
            #expect(next.now.databaseRuns && next.now.storages["data"] == "", "call \(call)")
            #expect(outcome.copy != nil)
            if scenario == .databaseLost { #expect(outcome.restored == "reva_2026-03-15_020000.sql.gz") }
        }
        if kind != .lie { #expect(failures >= 4) }
    }

    @Test("that is cancelled while it saves what can be read removes nothing")
    func cancelledSalvage() async throws {
        let mishap = Mishap(.hangs, at: 1)
        let installation = StagedInstallation()
        let recover = recover(.noBackup, installation, backups(mishap))
        let consent = try consent()
        let result = await mishap.attempt { try await recover.run(consent) }
        #expect(throws: CancellationError.self) { try result.get() }
        #expect(installation.now.acts == 0 && installation.now.databaseRuns)
        #expect(try await self.recover(.noBackup, installation, backups()).run(consent).salvaged != nil)
    }

    @Test("whose copy cannot be made removes nothing, and starts again what it had stopped")
    func noCopy() async throws {
        let installation = StagedInstallation(.init(), Mishap(at: 2))
        let error = await #expect(throws: DeploymentError.self) {
            try await recover(.databaseLost, installation, backups()).run(try consent())
        }
        #expect(error?.summary == "copying was refused")
        #expect(installation.now.storages == ["data": "everything"])
        #expect(installation.now.databaseRuns && installation.now.applicationRuns)
    }

    @Test("is refused while the database answers, and without a proven backup; nothing is touched then")
    func refused() async throws {
        let installation = StagedInstallation()
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
        #expect(installation.now.acts == 0)
    }

    @Test("that restarts what takes no part is refused before anything is told or touched")
    func missing() async throws {
        let installation = StagedInstallation()
        let events = EventLog()
        let error = await #expect(throws: DeploymentError.self) {
            try await recover(.ollama, installation, backups(), events).check(anyway: false)
        }
        #expect(error?.summary == "ollama is not there")
        #expect(events.steps.isEmpty && installation.now.acts == 0)
        try await recover(.mcp, installation, backups()).check(anyway: false)
    }

    @Test("says before it what is lost in numbers, and how a person would type each step; nothing is touched")
    func plan() async throws {
        let installation = StagedInstallation()
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
        #expect(installation.now.acts == 0)
    }

    @Test("without a backup saves first what can be read, and is not held up when nothing can")
    func salvage() async throws {
        let saved = try await recover(.noBackup, StagedInstallation(), backups()).run(try consent())
        #expect(saved.salvaged?.path == "/salvaged.sql")
        let away = backups()
        away.state.withLock { $0.isAway = true }
        let events = EventLog()
        let outcome = try await recover(.noBackup, StagedInstallation(), away, events).run(try consent())
        #expect(outcome.salvaged == nil && outcome.copy != nil)
        #expect(events.warnings == ["nothing could be read out of the database: nobody answers here"])
    }
}
