import Foundation
import PostgresTesting
import Testing

@testable import Recovery

@Suite("Status", .postgres)
struct StatusTests {
    private static func look(_ bench: Workbench) async -> Status {
        await bench.recovery().status(
            Objectives(recoveryPoint: 86400, recoveryTime: 1800), schedule: BackupSchedule(interval: 86400, time: 7200),
            canRestart: false)
    }

    @Test("does not wait for a table that somebody has locked, and says the rest")
    func locked() async throws {
        let bench = try Workbench()
        try await bench.database.psql("CREATE TABLE kept AS SELECT generate_series(1, 50) AS a")
        _ = try await bench.recovery().backup()
        #expect(await Self.look(bench).written?.isEmpty == true)

        let holder = Task {
            try? await bench.database.psql(
                "BEGIN; LOCK TABLE kept IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(3600)")
        }
        let locks = """
            FROM pg_locks WHERE relation = 'kept'::regclass AND mode = 'AccessExclusiveLock' AND granted
            """
        for _ in 0..<2400 where try await bench.database.psql("SELECT count(*) \(locks)") != "1" {
            // There is nothing to wait on but the next look.
            try await Task.sleep(for: .milliseconds(50))
        }
        let status = await Self.look(bench)
        #expect(status.written == nil)
        #expect(status.complaints == [] && status.database?.name == bench.database.name)
        try await bench.database.psql("SELECT pg_terminate_backend(pid) \(locks)")
        _ = await holder.value

        try await bench.database.psql("DELETE FROM kept WHERE a < 8")
        let after = await Self.look(bench)
        #expect(after.written?.map(\.live) == [43] && after.written?.map(\.backup) == [50])
        #expect(after.components.map(\.name) == ["postgres"] && after.components[0].remedy == "reva restore latest")
    }
}
