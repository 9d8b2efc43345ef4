import Archive
import Deployment
import Foundation
import PostgresTesting
import Recovery
import Testing

@Suite("A restore that goes wrong", .postgres)
struct RestoreFaultTests {
    private static let sample = """
        CREATE TABLE epoch (name text PRIMARY KEY);
        INSERT INTO epoch VALUES ('backup');
        -- By this table a database is known to be Reva's, and is marked when it goes back in time.
        CREATE TABLE schema_migrations (version integer PRIMARY KEY);
        CREATE TABLE more AS SELECT generate_series(1, 100) AS i;
        """

    private static func bench() async throws -> Workbench {
        let bench = try Workbench()
        try await bench.database.psql(sample)
        _ = try await bench.recovery().backup()
        try await bench.database.psql("UPDATE epoch SET name = 'live'")
        return bench
    }

    /// With an application that becomes healthy on one epoch only.
    private static func picky(_ bench: Workbench, about epoch: String) -> StagedDeployment {
        let database = bench.database
        var script = StagedDeployment.Script()
        script.isHealthy = { (try? await database.psql("SELECT name FROM epoch")) == epoch }
        return StagedDeployment(bench.deployment, script: script)
    }

    private static func epoch(_ bench: Workbench) async throws -> String {
        try await bench.database.psql("SELECT name FROM epoch")
    }

    @Test("is swapped back when the application does not become healthy with it, and loses nothing")
    func swapsBack() async throws {
        let bench = try await Self.bench()
        let database = bench.database
        let picky = Self.picky(bench, about: "live")
        let error = await #expect(throws: RecoveryError.self) { try await bench.recovery(picky).restore("latest") }
        #expect(error?.reason == .swappedBack)
        #expect(
            error?.summary == "the application did not become healthy within 0 s: the database does not answer; "
                + "the former database was put back, and nothing was lost")
        #expect(try await Self.epoch(bench) == "live")
        #expect(try await database.psql("SELECT count(*) FROM more") == "100")
        #expect(picky.isRunning)
        #expect(try await bench.others(setAside: true) == [])
        #expect(bench.remains == [])
        #expect(try await bench.recovery(StagedDeployment(bench.deployment)).restore("latest").state == .restored)
        #expect(try await Self.epoch(bench) == "backup")
        try await bench.tidy()
    }

    @Test("goes live though somebody keeps connecting")
    func somebodyConnects() async throws {
        let bench = try await Self.bench()
        let database = bench.database
        let visitors = (0..<3).map { _ in
            Task { while !Task.isCancelled { _ = try? await database.psql("SELECT pg_sleep(0.01)") } }
        }
        let result = await Result { try await bench.recovery().restore("latest") }
        for visitor in visitors { visitor.cancel() }
        for visitor in visitors { await visitor.value }
        #expect(try result.get().state == .restored)
        #expect(try await Self.epoch(bench) == "backup")
        try await bench.tidy()
    }

    @Test("can be undone, and the undoing too")
    func undoTwice() async throws {
        let bench = try await Self.bench()
        let recovery = bench.recovery()
        let nothing = await #expect(throws: RecoveryError.self) { try await recovery.undo() }
        #expect(nothing?.reason == .noBackup)
        #expect(nothing?.summary == "there is no former database to go back to")
        _ = try await recovery.restore("latest")
        let undone = try await recovery.undo()
        #expect(try await Self.epoch(bench) == "live")
        #expect(undone.before != nil)
        _ = try await recovery.undo()
        #expect(try await Self.epoch(bench) == "backup")
        #expect(try await bench.others(setAside: true).count == 1)
        try await bench.tidy()
    }

    @Test("whose undoing is swapped back keeps the only copy of what it wanted to go back to")
    func undoSwapsBack() async throws {
        let bench = try await Self.bench()
        _ = try await bench.recovery().restore("latest")
        let picky = Self.picky(bench, about: "backup")
        let error = await #expect(throws: RecoveryError.self) { try await bench.recovery(picky).undo() }
        #expect(error?.reason == .swappedBack)
        #expect(try await Self.epoch(bench) == "backup")
        #expect(try await bench.others(setAside: true).count == 1)
        #expect(picky.isRunning)
        _ = try await bench.recovery(StagedDeployment(bench.deployment)).undo()
        #expect(try await Self.epoch(bench) == "live")
        try await bench.tidy()
    }

    @Test("leaves out what belongs to roles that are missing here, and says so once each")
    func missingRoles() async throws {
        let bench = try await Self.bench()
        try await bench.maintenance("CREATE ROLE reva_test_leaver; CREATE ROLE reva_test_guest")
        try await bench.database.psql(
            """
            ALTER TABLE epoch OWNER TO reva_test_leaver;
            GRANT SELECT ON more TO reva_test_guest;
            ALTER DEFAULT PRIVILEGES FOR ROLE reva_test_leaver GRANT SELECT ON TABLES TO reva_test_guest;
            """)
        let name = try await bench.store(bench.plainDump())
        try await bench.database.psql("DROP OWNED BY reva_test_guest; REASSIGN OWNED BY reva_test_leaver TO postgres")
        try await bench.database.psql("DROP OWNED BY reva_test_leaver")
        try await bench.maintenance("DROP ROLE reva_test_leaver; DROP ROLE reva_test_guest")
        let restored = try await bench.recovery().restore(name)
        #expect(restored.state == .restored, "\(restored.reasons)")
        let notes = bench.events.notes
        #expect(
            notes.count {
                $0 == "the role reva_test_leaver is missing here: what it owned belongs to the user who restores"
            } == 1, "\(notes)")
        #expect(
            notes.count { $0 == "the role reva_test_guest is missing here: its rights were left out" } == 1, "\(notes)")
        #expect(try await bench.database.psql("SELECT count(*) FROM more") == "100")
        try await bench.tidy()
    }

    @Test("leaves out a setting that the server does not know, and says so")
    func unknownSetting() async throws {
        let bench = try await Self.bench()
        let dump = try await bench.plainDump().replacing(
            "SET lock_timeout = 0;", with: "SET lock_timeout = 0;\nSET setting_of_tomorrow = 0;")
        let restored = try await bench.recovery().restore(bench.store(dump))
        #expect(restored.state == .restored, "\(restored.reasons)")
        #expect(
            bench.events.notes.contains("this server does not know the setting setting_of_tomorrow: it was left out"))
        try await bench.tidy()
    }
}
