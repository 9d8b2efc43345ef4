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

    /// Puts garbage over a page of a table, behind the server's back: a table that was written anew is read from the disk, once
    /// its indexes, whose building reads it into memory, are gone.
    private func damage(_ bench: Workbench, _ table: String, page: Int) async throws {
        try await bench.database.psql("ALTER TABLE \(table) DROP CONSTRAINT \(table)_pkey")
        try await bench.database.psql("VACUUM FULL \(table)")
        try await bench.database.psql("CHECKPOINT")
        let path = try await bench.database.psql(
            "SELECT current_setting('data_directory') || '/' || pg_relation_filepath('\(table)')")
        let file = try FileDescriptor.open(FilePath(path), .writeOnly)
        try file.closeAfter {
            _ = try file.writeAll(toAbsoluteOffset: Int64(page) * 8192, [UInt8](repeating: 0xa5, count: 8192))
        }
    }

    private func script(_ salvaged: Salvaged) throws -> String {
        try String(contentsOfFile: salvaged.path, encoding: .utf8)
    }

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

    @Test(
        "out of a database with damaged pages saves every row of every other page, and says how many pages are damaged")
    func damagedPages() async throws {
        let bench = try Workbench()
        try await bench.database.psql(Self.sample)
        try await damage(bench, "words", page: 3)
        try await #require(throws: PsqlFailure.self) { try await bench.database.psql("SELECT sum(id) FROM words") }
        let salvaged = try await bench.recovery().salvage()
        let words = try #require(salvaged.tables.last)
        #expect(words.damagedPages == 1 && !words.isWhole && !salvaged.isWhole)
        #expect(salvaged.tables.dropLast().allSatisfy { $0.isWhole })
        // The rows of all pages but one, each once.
        let perPage = 5000 / words.pages
        #expect(words.rows < 5000 && words.rows > 5000 - 2 * perPage - 100, "\(words)")
        #expect(
            try await asked("SELECT count(*), count(DISTINCT id) FROM words", of: salvaged, bench)
                == "\(words.rows)|\(words.rows)")
        #expect(bench.events.warnings == ["public.words: 1 of \(words.pages) pages cannot be read whole"])
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
