import Archive
import Deployment
import Foundation
import Health
import PostgresTesting
import SystemPackage
import Testing

@testable import Recovery

@Suite("A drill", .postgres)
struct DrillTests {
    private static let sample = """
        CREATE TABLE people (id serial PRIMARY KEY, name text NOT NULL UNIQUE, words text);
        INSERT INTO people (name, words) SELECT 'person ' || i, 'words' FROM generate_series(1, 40) i;
        CREATE TABLE notes (id integer PRIMARY KEY, person integer REFERENCES people, words text);
        INSERT INTO notes SELECT i, i, 'note ' || i FROM generate_series(1, 30) i;
        CREATE INDEX by_words ON people (words);
        CREATE TABLE first_of_two AS SELECT i FROM generate_series(1, 5) i;
        CREATE TABLE second_of_two AS SELECT i FROM generate_series(1, 7) i;
        """

    private static let targets = Status.Targets(recoveryPoint: 86400, recoveryTime: 1800)

    /// With a backup that was proven before.
    private static func bench() async throws -> Workbench {
        let bench = try Workbench()
        try await bench.database.psql(sample)
        _ = try await bench.recovery().backup()
        return bench
    }

    private static func drill(
        _ bench: Workbench, _ deployment: (any Deployment)? = nil, targets: Status.Targets = targets
    )
        async throws -> DrillReport
    {
        try await bench.recovery(deployment ?? StagedDeployment(bench.deployment)).drill(targets)
    }

    private static func states(_ report: DrillReport) -> [String: DrillReport.Check.State] {
        Dictionary(uniqueKeysWithValues: report.checks.map { ($0.name, $0.state) })
    }

    @Test("passes, says what it saw, leaves a proven backup and its report, and nothing else")
    func passing() async throws {
        let bench = try await Self.bench()
        let before = try await bench.dump()
        let deployment = StagedDeployment(bench.deployment)
        let report = try await Self.drill(bench, deployment)
        #expect(report.passed, "\(report.checks)")
        #expect(
            report.checks.map(\.name) == [
                "damage in a file is found", "the backup is restored", "damage in a copy is found",
                "the copy is the same",
                "pgvector works", "Reva starts on the copy", "it answers a message", "nothing is left",
                "the recovery point objective is met",
                "the recovery time objective is met",
            ])
        #expect(Self.states(report)["pgvector works"] == .skipped)
        #expect(report.tables == 4)
        #expect(report.rows == 82)
        let measured = try #require(report.recoveryTime.measured)
        #expect(measured > 0 && measured < report.seconds)
        #expect(report.timeline.map(\.name).contains("build keys and indexes"))
        #expect(report.timeline.allSatisfy { $0.began >= 0 && $0.began + $0.seconds <= report.seconds + 1 })
        #expect(deployment.started.count == 1 && deployment.ended == deployment.started)
        #expect(try await bench.dump() == before)
        #expect(try await bench.others() == [])
        #expect(bench.remains == ["drills"])
        #expect(try Catalog(folder: bench.folder.path).backups().map(\.state) == [.proven, .proven])

        let folder = DrillFolder(beside: bench.folder.path)
        #expect(folder.names() == [report.name])
        #expect(folder.last?.checks == report.checks)
        let page = try String(contentsOfFile: folder.file(report.name, "html").string, encoding: .utf8)
        #expect(page.contains("damage in a copy is found") && !page.contains("<script") && !page.contains("src="))
        let text = try String(contentsOfFile: folder.file(report.name, "md").string, encoding: .utf8)
        #expect(text.contains("**Passed**") && text.contains(report.backup.sha256 ?? "?"))
        #expect(!DrillReport.isDue(after: folder.last, at: Date()))
        #expect(DrillReport.isDue(after: folder.last, at: Date() + 93 * 86400))
    }

    @Test("damages a copy in each way that its tables allow, and each is named by a finding of its own")
    func copies() async throws {
        let bench = try await Self.bench()
        let report = try await Self.drill(bench)
        let details = try #require(report.checks.first { $0.name == "damage in a copy is found" }?.details)
        #expect(
            details == [
                "the tables public.first_of_two and public.second_of_two exchanged: table public.first_of_two holds 7 rows instead of 5",
                "a letter added to a text of public.notes: the rows of table public.notes differ",
                "a row of public.people dropped: table public.people holds 39 rows instead of 40",
                "the index public.by_words removed: index public.by_words is missing",
                "the constraint notes_person_fkey of public.notes removed: fk constraint public.notes notes_person_fkey is missing",
                "the sequence public.people_id_seq moved on: sequence public.people_id_seq stands at another value",
            ])
    }

    @Test("searches the vectors of the copy")
    func vectors() async throws {
        let bench = try Workbench()
        try await bench.load("vector")
        _ = try await bench.recovery().backup()
        let report = try await Self.drill(bench)
        #expect(report.passed, "\(report.checks)")
        let check = try #require(report.checks.first { $0.name == "pgvector works" })
        #expect(check.account.hasSuffix("measures distances; searches through the vector indexes answer"))
        #expect(check.details.count == 2)
        let complete = try #require(report.completeSeconds)
        #expect(complete > report.recoveryTime.measured ?? 0)
    }

    @Test("finds every damage of a file; one that is not noticed fails it, and so does a false alarm")
    func files() async throws {
        let bench = try await Self.bench()
        let backup = try #require(try Catalog(folder: bench.folder.path).backups().first)
        let detection = FileDetection(folder: bench.folder.path)
        let outcome = try detection.run(on: backup.path)
        #expect(outcome.missed == [])
        #expect(outcome.falseAlarm == nil)
        #expect(outcome.lines.count == FileDamage.allCases.count)
        #expect(bench.remains == [])

        let blind = FileDetection(folder: bench.folder.path) { _ in nil }
        #expect(try blind.run(on: backup.path).missed == FileDamage.allCases.map(\.description))
        let anxious = FileDetection(folder: bench.folder.path) { _ in "all is lost" }
        #expect(try anxious.run(on: backup.path).falseAlarm == "all is lost")
        #expect(bench.remains == [])
    }

    @Test("does not pass when it takes longer than the objective, or when work was not protected")
    func objectives() async throws {
        let bench = try Workbench()
        try await bench.database.psql(Self.sample)
        let unprotected = try await Self.drill(bench)
        #expect(!unprotected.passed)
        #expect(Self.states(unprotected)["the recovery point objective is met"] == .failed)
        #expect(unprotected.recoveryPoint.measured == nil)
        // It has left a proven backup, so the next one is protected.
        let slow = try await Self.drill(bench, targets: .init(recoveryPoint: 86400, recoveryTime: 0.001))
        #expect(!slow.passed)
        #expect(Self.states(slow)["the recovery point objective is met"] == .passed)
        #expect(Self.states(slow)["the recovery time objective is met"] == .failed)
        #expect(DrillReport.isDue(after: DrillFolder(beside: bench.folder.path).last, at: Date()))
        #expect(try await Self.drill(bench).passed)
    }

    @Test("does not pass when Reva does not become healthy on the copy, and ends it")
    func unhealthy() async throws {
        let bench = try await Self.bench()
        var script = StagedDeployment.Script()
        script.rehearsal = { _ in HealthReport(adapterInitialized: false, database: true) }
        let deployment = StagedDeployment(bench.deployment, script: script)
        let report = try await Self.drill(bench, deployment)
        let check = try #require(report.checks.first { $0.name == "Reva starts on the copy" })
        #expect(check.state == .failed)
        #expect(check.account == "it did not become healthy within 0 s: the server has not finished its start")
        #expect(Self.states(report)["the recovery time objective is met"] == .skipped)
        #expect(deployment.ended == deployment.started)
        #expect(try await bench.others() == [])
        #expect(try await Self.drill(bench).passed)
    }

    @Test("takes no backup where there is no room for two copies")
    func noRoom() async throws {
        let bench = try await Self.bench()
        var script = StagedDeployment.Script()
        script.free = 1 << 20
        let deployment = StagedDeployment(bench.deployment, script: script)
        let error = await #expect(throws: RecoveryError.self) { try await Self.drill(bench, deployment) }
        #expect(error?.reason == .noSpace)
        #expect(error?.summary.hasPrefix("2 copies beside production need about ") == true)
        #expect(error?.hints.last == "reva drill --on server restores to another disk")
        #expect(try Catalog(folder: bench.folder.path).backups().count == 1)
        #expect(bench.remains == [])
        #expect(try await Self.drill(bench).passed)
    }

    @Test("does not pass when the second Reva forgets what it was told")
    func forgetful() async throws {
        let bench = try await Self.bench()
        var script = StagedDeployment.Script()
        script.answer = { _ in "I remember nothing." }
        let report = try await Self.drill(bench, StagedDeployment(bench.deployment, script: script))
        #expect(!report.passed)
        let check = try #require(report.checks.first { $0.name == "it answers a message" })
        #expect(check.account == "it answered: I remember nothing.")
        #expect(Self.states(report)["Reva starts on the copy"] == .passed)
    }

    @Test("does not pass when the copy is not the same, and the backup is none to restore from")
    func different() async throws {
        let bench = try await Self.bench()
        let tampered = StagedDeployment.tampered(bench, "DELETE FROM notes WHERE id = 7")
        let report = try await Self.drill(bench, tampered)
        let check = try #require(report.checks.first { $0.name == "the copy is the same" })
        #expect(check.state == .failed)
        #expect(check.account == "table public.notes holds 29 rows instead of 30")
        #expect(try Catalog(folder: bench.folder.path).backups().first?.state == .failed)
        #expect(try await bench.others() == [])
    }
}
