import Foundation
import Health
import Synchronization
import Testing

@testable import Recovery

@Suite("An incident")
struct IncidentTests {
    private let folder: TemporaryFolder
    private let book: IncidentBook
    private let standing = Standing()

    init() throws {
        folder = try TemporaryFolder()
        book = IncidentBook(in: folder.path)
    }

    private func response(by who: String = "anna", agree: @escaping @Sendable (String) throws -> Void = { _ in })
        -> IncidentResponse
    {
        IncidentResponse(
            book, at: standing, backups: standing, by: who, patience: .zero, tell: { _ in }, agree: agree)
    }

    private func backup(_ state: Backup.State, taken: Date = Date(timeIntervalSinceNow: -7200)) -> Backup {
        Backup(name: "reva_2026-03-15_020000.sql.gz", path: "/", bytes: 1000, taken: taken, state: state)
    }

    private func open() throws -> Incident {
        try book.open("the bot does not answer", in: standing.description, by: "anna")
    }

    @Test("tells people by itself where there is a way to, and leaves it to a person where none of them took it")
    func communicates() async throws {
        _ = try open()
        let told = Mutex<[String]>([])
        let isWell = Mutex(false)
        let response = IncidentResponse(
            book, at: standing, backups: standing, by: "anna", patience: .zero, tell: { _ in },
            announce: { text in
                told.withLock { $0.append(text) }
                let failures = ["the Teams workflow answered 500"]
                return isWell.withLock { $0 } ? (["teams"], []) : ([], failures)
            }, agree: { _ in })
        try await response.perform(nil)
        let left = try await response.perform(nil)
        #expect(left.outcome == .waiting && left.details.first == "the Teams workflow answered 500")
        isWell.withLock { $0 = true }
        let done = try await response.perform(nil)
        #expect(done.step == .communicate && done.outcome == .done && done.text == "people were told over teams")
        #expect(told.withLock { $0.count == 2 && $0[1].hasPrefix("Reva is temporarily unavailable: the bot does not") })
        #expect(try book.standing().mayRestore)
    }

    @Test("goes through the nine steps of the runbook in their order, and ends in a post-mortem")
    func wholeWay() async throws {
        let incident = try open()
        standing.state.withLock {
            $0.components = [.init(name: "postgres", isRunning: false, state: "exited (1)")]
            $0.health = nil
            $0.log = ["LOG: starting", "PANIC: could not locate a valid checkpoint record"]
            $0.backups = [backup(.proven)]
        }
        let response = response()
        #expect(try await response.perform(nil).text == "down: postgres, the application's health report")
        #expect(try await response.perform(nil).outcome == .waiting)
        var wish = IncidentResponse.Wish()
        wish.done = "posted in the channel Releases"
        #expect(try await response.perform(nil, wish).step == .communicate)
        let log = try await response.perform(nil)
        #expect(
            log.text == "the database does not answer: it cannot find where to go on from: its log of changes is lost")
        #expect(log.details.first == "try: reva recover database-lost --dry-run")
        #expect(
            try await response.perform(nil).text
                == "the newest proven backup is reva_2026-03-15_020000.sql.gz: 2 h 00 min old, 0 tables, 0 rows, 1.0 kB"
        )
        let restored = try await response.perform(nil)
        #expect(restored.step == .restore && restored.outcome == .done)
        #expect(standing.state.withLock(\.restored) == ["latest"])
        #expect(try await response.perform(nil).step == .health)
        #expect(try await response.perform(nil).outcome == .notNeeded)
        #expect(try await response.perform(nil).outcome == .waiting)
        wish.done = "it answered"
        #expect(try await response.perform(nil, wish).step == .message)
        #expect(try book.standing().next == .postMortem)

        let closed = try book.close(
            cause: "a full disk", followUps: ["watch the disk"], unfinished: nil, target: 1800, by: "anna")
        #expect(!closed.isOpen)
        let report = try String(contentsOfFile: book.report(of: incident.id).string, encoding: .utf8)
        #expect(report.hasPrefix("# Incident \(incident.id): the bot does not answer\n"))
        for line in [
            "a full disk", "The target of 30 min 00 s (RTO) was met.", "- [ ] watch the disk",
            "reva\\_2026-03-15\\_020000.sql.gz is restored and live (done)",
            "step 2, communicate: posted in the channel Releases (by-hand)",
        ] {
            #expect(report.contains(line), "\(line)")
        }
        #expect(try book.current() == nil)
    }

    @Test("restores nothing before people were told, unless somebody says why")
    func announcement() async throws {
        _ = try open()
        standing.state.withLock { $0.health = HealthReport(adapterInitialized: true, database: false) }
        let response = response()
        for step in [ChecklistStep.assess, .communicate, .database, .backup] {
            var wish = IncidentResponse.Wish()
            wish.skip = "no time"
            try await response.perform(step, wish)
        }
        let error = await #expect(throws: RecoveryError.self) { try await response.perform(.restore) }
        #expect(error?.reason == .refused)
        #expect(error?.summary.hasPrefix("nobody was told of the incident ") == true)
        #expect(throws: RecoveryError.self) { try book.checkThatRestoringIsAllowed() }
        #expect(standing.state.withLock(\.restored) == [])

        var wish = IncidentResponse.Wish()
        wish.withoutAnnouncement = "it is night, and nobody is there"
        #expect(try await response.perform(.restore, wish).outcome == .done)
        #expect(standing.state.withLock(\.restored) == ["latest"])
        try book.checkThatRestoringIsAllowed()
        let incident = try book.standing()
        #expect(incident.entries.contains { $0.kind == .overridden && $0.text == wish.withoutAnnouncement })
    }

    @Test("restores nothing while the database answers, unless a backup is named")
    func notNeeded() async throws {
        _ = try open()
        let response = response()
        for step in [ChecklistStep.assess, .communicate, .database, .backup] {
            var wish = IncidentResponse.Wish()
            wish.done = "done"
            try await response.perform(step, wish)
        }
        #expect(try await response.perform(nil).outcome == .notNeeded)
        #expect(standing.state.withLock(\.restored) == [])
        var wish = IncidentResponse.Wish()
        wish.backup = "reva_2026-03-15_020000.sql.gz"
        #expect(try await response.perform(.restore, wish).outcome == .done)
        #expect(standing.state.withLock(\.restored) == ["reva_2026-03-15_020000.sql.gz"])
    }

    @Test("shows the plan before it restores, and a no changes nothing and is written down")
    func declined() async throws {
        struct No: Error, CustomStringConvertible { let description = "nothing was done" }
        _ = try open()
        standing.state.withLock { $0.health = nil }
        let plans = Mutex<[String]>([])
        let response = response { plan in
            plans.withLock { $0.append(plan) }
            throw No()
        }
        for step in [ChecklistStep.assess, .communicate, .database, .backup] {
            var wish = IncidentResponse.Wish()
            wish.done = "done"
            try await response.perform(step, wish)
        }
        await #expect(throws: No.self) { try await response.perform(nil) }
        #expect(plans.withLock(\.self) == ["would restore latest"])
        #expect(standing.state.withLock(\.restored) == [])
        let failed = try #require(try book.standing().last(.restore))
        #expect(failed.outcome == .failed && failed.text == "nothing was done")
        #expect(try await self.response().perform(nil).outcome == .done)
    }

    @Test("does no step before its turn, and names the one that is due")
    func order() async throws {
        _ = try open()
        let error = await #expect(throws: RecoveryError.self) { try await response().perform(.restore) }
        #expect(error?.summary == "step 5, restore, is not due: step 1, assess, comes first")
        #expect(error?.reason == .refused)
        #expect(try book.standing().entries.count == 1)
        #expect(try await response().perform(nil).step == .assess)
    }

    @Test("can be taken over by another person, who is named from then on")
    func takenOver() async throws {
        _ = try open()
        try await response().perform(nil)
        try await response(by: "bert").perform(.assess)
        let incident = try book.standing()
        #expect(incident.lead == "bert")
        #expect(incident.entries.contains { $0.kind == .takenOver && $0.text == "bert takes over from anna" })
        #expect(PostMortem(of: incident, target: 60).text.contains("| led by | anna, then bert |"))
    }

    @Test("goes on though everything it asks is away, says so, and finds its way when it is back")
    func everythingAway() async throws {
        _ = try open()
        standing.state.withLock { $0.isAway = true }
        let assessed = try await response().perform(nil)
        #expect(assessed.outcome == .done)
        #expect(assessed.details == ["the components cannot be seen: nobody answers here", "nobody answers here"])
        var wish = IncidentResponse.Wish()
        wish.done = "told"
        try await response().perform(nil, wish)
        #expect(
            try await response().perform(nil).text
                == "the database does not answer, and its log cannot be read: nobody answers here")
        let error = await #expect(throws: (any Error).self) { try await response().perform(nil) }
        #expect("\(error as Any)".contains("nobody answers here"))
        #expect(try book.standing().last(.backup)?.outcome == .failed)
        standing.state.withLock {
            $0.isAway = false
            $0.backups = [backup(.proven)]
        }
        #expect(try await response().perform(nil).step == .backup)
        #expect(try book.standing().next == .restore)
    }

    @Test("with no backup, or none that is proven, says so and what to try")
    func noBackup() async throws {
        _ = try open()
        for step in [ChecklistStep.assess, .communicate, .database] {
            var wish = IncidentResponse.Wish()
            wish.skip = "known"
            try await response().perform(step, wish)
        }
        var ended = try await response().perform(nil)
        #expect(ended.outcome == .failed && ended.text == "there is no backup")
        standing.state.withLock { $0.backups = [backup(.whole)] }
        ended = try await response().perform(nil)
        #expect(ended.text == "none of the 1 backups is proven")
        #expect(ended.details == ["try: reva verify reva_2026-03-15_020000.sql.gz"])
        #expect(try book.standing().next == .backup)
    }

    @Test("is the only one that is open, and is not closed before its steps are settled")
    func onlyOne() throws {
        let incident = try open()
        let second = #expect(throws: RecoveryError.self) { try open() }
        #expect(second?.reason == .busy)
        #expect(second?.summary == "an incident is open already: \(incident.id), the bot does not answer")
        let early = #expect(throws: RecoveryError.self) {
            try book.close(cause: "x", followUps: [], unfinished: nil, target: 1, by: "anna")
        }
        #expect(early?.summary == "step 1, assess, is not settled yet")
        #expect(try book.standing().id == incident.id)
        try book.close(cause: "a false alarm", followUps: [], unfinished: "nothing was wrong", target: 1, by: "anna")
        #expect(try book.current() == nil)
        // Within the same second: it gets a name of its own.
        #expect(try open().id != incident.id)
        #expect(try book.all().count == 2)
    }
}
