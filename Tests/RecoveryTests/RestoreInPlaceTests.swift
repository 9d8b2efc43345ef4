import Archive
import Deployment
import Foundation
import PostgresTesting
import Recovery
import Testing

@Suite("A restore in place", .postgres)
struct RestoreInPlaceTests {
    private static func bench() async throws -> Workbench {
        let bench = try Workbench()
        try await bench.database.psql("CREATE TABLE epoch (name text PRIMARY KEY); INSERT INTO epoch VALUES ('backup')")
        try await bench.database.psql("ALTER DATABASE \(bench.database.name) SET work_mem = '7MB'")
        _ = try await bench.recovery().backup()
        try await bench.database.psql("UPDATE epoch SET name = 'live'; CREATE TABLE newer (i int)")
        return bench
    }

    @Test("leaves the backup's content, nothing newer, the database's settings, and a backup of what was there")
    func whole() async throws {
        let bench = try await Self.bench()
        let belongings = try await bench.belongings()
        let result = try await bench.recovery().restore("latest", inPlace: true)
        #expect(result.state == .restored)
        #expect(try await bench.database.psql("SELECT name FROM epoch") == "backup")
        #expect(try await bench.database.psql("SELECT to_regclass('newer') IS NULL") == "t")
        #expect(try await bench.belongings() == belongings)
        #expect(try await bench.others() == [])
        let safety = try #require(result.safety)
        #expect(try await bench.recovery().verify(safety).state == .proven)
        #expect(try await bench.recovery().restore(safety).state == .restored)
        #expect(try await bench.database.psql("SELECT name FROM epoch") == "live")
    }

    @Test("takes proven backups only, and touches nothing for another")
    func unproven() async throws {
        let bench = try await Self.bench()
        let newer = try await bench.recovery().backup(prove: false)
        let result = try await bench.recovery().restore(newer.name, inPlace: true)
        #expect(result.state == .failed)
        #expect(result.reasons == ["\(newer.name) is whole, and only a proven backup is restored in place"])
        #expect(try await bench.database.psql("SELECT name FROM epoch") == "live")
        #expect(try Catalog(folder: bench.folder.path).backups().count == 2)
    }
}
