import Foundation
import PostgresTesting
import Testing

@testable import Recovery

@Suite("What the server is still doing for a run that is dead", .postgres)
struct DeadRunTests {
    @Test("is ended by the next run, before that looks for what was left")
    func ended() async throws {
        let bench = try Workbench()
        try await bench.database.psql("CREATE TABLE epoch AS SELECT 'kept' AS name")
        let scratch = "\(bench.database.name)_scratch_late"
        var journal = Journal(
            command: "restore", target: bench.deployment.identity,
            since: try Date("2026-03-15T02:00:00Z", strategy: .iso8601))
        journal.scratch = scratch
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        try bench.folder.write(RunLock.fileName, encoder.encode(journal))

        let name = journal.sessionName
        let late = Task {
            try await bench.maintenance(
                "SET application_name = '\(name)'; SELECT pg_sleep(20); CREATE DATABASE \(scratch);")
        }
        while try await bench.maintenance("SELECT count(*) FROM pg_stat_activity WHERE application_name = '\(name)'")
            != "1"
        {
            try await Task.sleep(for: .milliseconds(20))
        }
        _ = try await bench.recovery().backup()

        let failure = await #expect(throws: PsqlFailure.self) { try await late.value }
        #expect(failure?.description.contains("terminating connection due to administrator command") == true)
        #expect(try await bench.others() == [])
        #expect(bench.remains == [])
    }
}
