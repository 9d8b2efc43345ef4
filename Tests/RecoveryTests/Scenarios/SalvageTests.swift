import Archive
import Foundation
import PostgresTesting
import SystemPackage
import Testing

@testable import Recovery

@Suite("Salvage", .postgres)
struct SalvageTests {
    private static let sample = """
        CREATE TABLE words (id integer PRIMARY KEY, text text NOT NULL, twice integer GENERATED ALWAYS AS (id * 2) STORED);
        INSERT INTO words SELECT i, 'word ' || i || E'\\ttab' FROM generate_series(1, 5000) i;
        CREATE TABLE "odd ""name" ("a column" text);
        INSERT INTO "odd ""name" VALUES ('one'), (NULL), (E'two\\nlines');
        CREATE TABLE nothing (id integer);
        """

    /// Loads a script into a database beside, and asks it.
    private func asked(_ question: String, of salvaged: Salvaged, _ bench: Workbench) async throws -> String {
        let name = "\(bench.database.name)_salvaged"
        try await bench.maintenance("DROP DATABASE IF EXISTS \(name)")
        try await bench.maintenance("CREATE DATABASE \(name)")
        let beside = TestDatabase(server: bench.database.server, name: name)
        try await Shell.script(
            #""$0" -X -q -v ON_ERROR_STOP=1 -f "$1" >/dev/null"#,
            [bench.database.installation.program("psql").string, salvaged.path], beside.environment)
        let answer = try await beside.psql(question)
        try await bench.maintenance("DROP DATABASE \(name)")
        return answer
    }

    @Test("out of a whole database saves all of it, in a script that psql takes")
    func whole() async throws {
        let bench = try Workbench()
        try await bench.database.psql(Self.sample)
        let salvaged = try await bench.recovery().salvage()
        #expect(salvaged.isWhole, "\(salvaged)")
        #expect(salvaged.tables.map(\.rows) == [0, 3, 5000])
        let question = "SELECT count(*), sum(id), sum(twice), count(DISTINCT text) FROM words"
        #expect(try await asked(question, of: salvaged, bench) == "5000|12502500|25005000|5000")
        #expect(
            try await asked(#"SELECT count(*), count("a column") FROM "odd ""name""#, of: salvaged, bench) == "3|2")
        #expect(bench.remains == [FilePath(salvaged.path).lastComponent?.string])
    }

    @Test("out of a backup that was cut anywhere saves whole rows up to its last whole member, and ends well")
    func cutBackup() async throws {
        let bench = try Workbench()
        try await bench.database.psql(Self.sample)
        let backup = try await bench.recovery().backup(prove: false)
        let whole = try Data(contentsOf: URL(filePath: backup.path))
        var saved: [Int] = []
        for share in [0.5, 0.7, 0.9, 0.98] {
            try bench.folder.write(backup.name, whole.prefix(Int(Double(whole.count) * share)))
            do {
                let salvaged = try await bench.recovery().salvage(backup: backup.name)
                #expect(!salvaged.isWhole)
                #expect(salvaged.complaints.count == 1, "\(salvaged.complaints)")
                saved.append(salvaged.tables.reduce(0) { $0 + $1.rows })
                let counted = try await asked("SELECT 1", of: salvaged, bench)
                #expect(counted == "1")
                try FileManager.default.removeItem(atPath: salvaged.path)
            } catch let error as RecoveryError {
                #expect(error.summary.hasPrefix("nothing could be read: "), "\(error)")
                #expect(bench.remains == [])
            }
        }
        #expect(saved == saved.sorted())
        try bench.folder.write(backup.name, whole)
        let salvaged = try await bench.recovery().salvage(backup: backup.name)
        #expect(salvaged.isWhole && salvaged.tables.reduce(0) { $0 + $1.rows } == 5003, "\(salvaged)")
    }

    @Test("out of a plain dump that was cut saves what stands before the cut")
    func cutPlainDump() async throws {
        let bench = try Workbench()
        try await bench.database.psql(Self.sample)
        let dump = try await bench.plainDump()
        let rows = try #require(dump.range(of: "\n2500\tword 2500"))
        let name = try await bench.store(String(dump[..<rows.lowerBound]) + "\n2500\two")
        let salvaged = try await bench.recovery().salvage(backup: name)
        #expect(salvaged.tables.last == .init(table: "public.words", rows: 2499, isWhole: false))
        #expect(salvaged.complaints.count == 1)
    }

    @Test("of what is no backup at all is an error, and leaves no file")
    func garbage() async throws {
        let bench = try Workbench()
        try bench.folder.write("reva_2026-03-15_020000.sql.gz", Data("not gzip".utf8))
        await #expect(throws: (any Error).self) {
            try await bench.recovery().salvage(backup: "reva_2026-03-15_020000.sql.gz")
        }
        #expect(bench.remains == [])
    }
}
