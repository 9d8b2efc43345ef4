import Archive
import Deployment
import Foundation
import PostgresTesting
import Recovery
import Testing

@Suite("A proof", .postgres)
struct ProofTests {
    private static let sample = """
        CREATE TABLE people (id serial PRIMARY KEY, name text NOT NULL UNIQUE);
        INSERT INTO people (name) SELECT 'person ' || i FROM generate_series(1, 40) i;
        CREATE TABLE notes (id integer PRIMARY KEY, person integer REFERENCES people, words text);
        INSERT INTO notes SELECT i, i, 'note ' || i FROM generate_series(1, 30) i;
        CREATE INDEX by_words ON notes (words);
        CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
        CREATE TRIGGER quietly BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION quiet();
        CREATE VIEW first_notes AS SELECT * FROM notes WHERE id < 10;
        """

    private static func bench() async throws -> Workbench {
        let bench = try Workbench()
        try await bench.database.psql(sample)
        return bench
    }

    /// One way in which the copy differs from the backup, and what the proof says of it.
    struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Done to each database that a backup was loaded into, before it is compared.
        let statement: String
        let reason: String
    }

    private static let damages = [
        Damage(
            testDescription: "a row is missing", statement: "DELETE FROM notes WHERE id = 7",
            reason: "table public.notes holds 29 rows instead of 30"),
        Damage(
            testDescription: "a row is there twice",
            statement:
                "ALTER TABLE notes DISABLE TRIGGER ALL; INSERT INTO notes SELECT 999, person, words FROM notes LIMIT 1; ALTER TABLE notes ENABLE TRIGGER ALL",
            reason: "table public.notes holds 31 rows instead of 30"),
        Damage(
            testDescription: "a value differs", statement: "UPDATE notes SET words = 'note x' WHERE id = 7",
            reason: "the rows of table public.notes differ"),
        Damage(
            testDescription: "two values are exchanged between rows",
            statement: "UPDATE notes SET words = CASE id WHEN 1 THEN 'note 2' ELSE 'note 1' END WHERE id IN (1, 2)",
            reason: "the rows of table public.notes differ"),
        Damage(
            testDescription: "a table is empty", statement: "TRUNCATE notes",
            reason: "table public.notes holds 0 rows instead of 30"),
        Damage(
            testDescription: "a table is missing", statement: "DROP TABLE notes CASCADE",
            reason: "table public.notes is missing"),
        Damage(
            testDescription: "a table is too many", statement: "CREATE TABLE more (a integer)",
            reason: "table public.more was not expected"),
        Damage(
            testDescription: "a column is named otherwise", statement: "ALTER TABLE notes RENAME words TO wards",
            reason: "table public.notes has other columns"),
        Damage(
            testDescription: "an index is missing", statement: "DROP INDEX by_words",
            reason: "index public.by_words is missing"),
        Damage(
            testDescription: "an index is of another column",
            statement: "DROP INDEX by_words; CREATE INDEX by_words ON notes (person)",
            reason: "index public.by_words is defined differently"),
        Damage(
            testDescription: "a primary key is missing", statement: "ALTER TABLE notes DROP CONSTRAINT notes_pkey",
            reason: "constraint public.notes notes_pkey is missing"),
        Damage(
            testDescription: "a unique constraint is missing",
            statement: "ALTER TABLE people DROP CONSTRAINT people_name_key",
            reason: "constraint public.people people_name_key is missing"),
        Damage(
            testDescription: "a foreign key is missing",
            statement: "ALTER TABLE notes DROP CONSTRAINT notes_person_fkey",
            reason: "fk constraint public.notes notes_person_fkey is missing"),
        Damage(
            testDescription: "a trigger is missing", statement: "DROP TRIGGER quietly ON notes",
            reason: "trigger public.notes quietly is missing"),
        Damage(
            testDescription: "a function says something else",
            statement:
                "CREATE OR REPLACE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN OLD; END$$",
            reason: "function public.quiet() is defined differently"),
        Damage(
            testDescription: "a view is missing", statement: "DROP VIEW first_notes",
            reason: "view public.first_notes is missing"),
        Damage(
            testDescription: "a view shows something else",
            statement: "CREATE OR REPLACE VIEW first_notes AS SELECT * FROM notes WHERE id < 11",
            reason: "view public.first_notes is defined differently"),
        Damage(
            testDescription: "a sequence stands elsewhere", statement: "SELECT setval('people_id_seq', 12)",
            reason: "sequence public.people_id_seq stands at another value"),
        Damage(
            testDescription: "a default is missing", statement: "ALTER TABLE people ALTER id DROP DEFAULT",
            reason: "default public.people id is missing"),
    ]

    @Test("fails, and says of what, when the restored copy is not the same", arguments: damages)
    func detects(_ damage: Damage) async throws {
        let bench = try await Self.bench()
        let name = try await bench.recovery().backup(prove: false).name
        let tampering = StagedDeployment.tampered(bench, damage.statement)
        let backup = try await bench.recovery(tampering).verify(name)
        #expect(backup.state == .failed)
        #expect(backup.reasons.contains(damage.reason), "\(backup.reasons)")
        // The verdict lasts until it is verified anew.
        #expect(try Catalog(folder: bench.folder.path).backups().map(\.state) == [.failed])
        let refused = try await bench.recovery().restore(name)
        #expect(refused.state == .failed)
        #expect(try await bench.others(setAside: true) == [])
        let again = try await bench.recovery().verify(name)
        #expect(again.state == .proven, "\(again.reasons)")
    }

    @Test("fails for a dump that was cut before its constraints and closed properly again")
    func cutBeforeConstraints() async throws {
        let bench = try await Self.bench()
        let dump = try await bench.plainDump()
        let cut = try #require(dump.firstRange(of: "ADD CONSTRAINT"))
        let end = try #require(dump[..<cut.lowerBound].range(of: "--\n-- Name:", options: .backwards))
        let name = try await bench.store(String(dump[..<end.lowerBound]))
        let backup = try await bench.recovery().verify(name)
        #expect(backup.state == .failed)
        #expect(backup.reasons == ["the file ends before the dump does"])
        #expect(try await bench.others() == [])
        let unproven = await #expect(throws: RecoveryError.self) { try await bench.recovery().restore("latest") }
        #expect(unproven?.summary == "none of the 1 backups in \(bench.folder.path) is proven")
    }

    @Test("fails for a dump in which rows point at nothing, with the server's own words")
    func brokenReference() async throws {
        let bench = try await Self.bench()
        let dump = try await bench.plainDump().replacing("\n7\tperson 7\n", with: "\n")
        let backup = try await bench.recovery().verify(bench.store(dump))
        #expect(backup.state == .failed)
        let reason = try #require(backup.reasons.first)
        #expect(reason.contains("violates foreign key constraint \"notes_person_fkey\""), "\(reason)")
    }

    @Test("fails for a dump that holds a command to psql")
    func metaCommand() async throws {
        let bench = try await Self.bench()
        let mark = bench.folder.path.appending("was-here")
        let dump = try await bench.plainDump().replacing("CREATE VIEW", with: "\\! touch \(mark)\nCREATE VIEW")
        let backup = try await bench.recovery().verify(bench.store(dump))
        #expect(backup.state == .failed)
        #expect(backup.reasons.first?.contains("of the dump") == true, "\(backup.reasons)")
        #expect(!FileManager.default.fileExists(atPath: mark.string))
    }

    @Test("fails for a file whose bytes have changed, wherever that is")
    func flippedBits() async throws {
        let bench = try await Self.bench()
        let recovery = bench.recovery()
        let name = try await recovery.backup().name
        let whole = try bench.folder.data(name)
        var generator = SeededGenerator(seed: 20_260_315)
        for _ in 0..<4 {
            var damaged = whole
            let place = Int.random(in: 0..<whole.count, using: &generator)
            damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            try bench.folder.write(name, damaged)
            let backup = try await recovery.verify(name)
            #expect(backup.state == .failed, "byte \(place) of \(whole.count), seed 20260315")
            #expect(try await bench.others() == [])
        }
        try bench.folder.write(name, whole.prefix(whole.count / 2))
        #expect(try await recovery.verify(name).state == .failed)
        try bench.folder.write(name, whole)
        let mended = try await recovery.verify(name)
        #expect(mended.state == .proven, "\(mended.reasons)")
    }

    @Test("fails where an extension is missing", .postgresWithVector)
    func missingExtension() async throws {
        let bench = try Workbench()
        try await bench.database.psql("CREATE EXTENSION vector; CREATE TABLE a (b integer)")
        let name = try await bench.recovery().backup(prove: false).name
        let tampering = StagedDeployment.tampered(bench, "DROP EXTENSION vector")
        let backup = try await bench.recovery(tampering).verify(name)
        #expect(backup.state == .failed)
        #expect(backup.reasons.contains("the extension vector is missing"), "\(backup.reasons)")
    }
}
