import Deployment
import Foundation
import PostgresTesting
import Recovery
import Testing

@Suite("A database that holds something of everything")
struct EndToEndTests {
    @Test(
        "is backed up, proven, damaged and restored as it was, and undo brings the damage back",
        arguments: try await TestInstallations.all)
    func restores(_ installation: PostgresInstallation) async throws {
        try await TestDatabase.with(installation) { database in
            let bench = try await Self.filled(database)
            let (content, belongings) = (try await bench.dump(), try await bench.belongings())
            let recovery = bench.recovery()

            let backup = try await recovery.backup()
            #expect(backup.state == .proven, "\(backup.reasons)")
            #expect(backup.reasons.isEmpty)
            let texts = try #require(backup.tables.first { $0.name == "texts" })
            #expect(texts.rows == 13)
            #expect(texts.digest.count == 32)

            try await database.psql(Self.damage)
            let damaged = try await bench.dump()
            #expect(damaged != content)
            let restored = try await recovery.restore("latest")
            #expect(restored.state == .restored, "\(restored.reasons)")
            expectSame(try await bench.dump(), content)
            #expect(try await bench.belongings() == belongings)
            #expect(try await bench.others().isEmpty)
            #expect(bench.remains.isEmpty)

            _ = try await recovery.undo()
            expectSame(try await bench.dump(), damaged)
            _ = try await recovery.undo()
            expectSame(try await bench.dump(), content)
            #expect(bench.events.warnings.isEmpty)
            try await bench.tidy()
        }
    }

    @Test(
        "comes out of the file with nothing but gunzip and psql, into an empty database and over the live one",
        arguments: try await TestInstallations.all)
    func needsNoToolOfOurs(_ installation: PostgresInstallation) async throws {
        try await TestDatabase.with(installation) { database in
            let bench = try await Self.filled(database)
            let content = try await bench.dump()
            let backup = try await bench.recovery().backup(prove: false)
            #expect(backup.state == .whole)

            let empty = "\(database.name)_before_gunzip"
            try await bench.maintenance("CREATE DATABASE \(empty) TEMPLATE template0")
            #expect(try await Self.gunzip(backup.path, into: empty, on: bench) == [])
            expectSame(try await bench.dump(of: empty), content)

            try await database.psql("DELETE FROM public.texts; INSERT INTO public.numbered (id_twice) VALUES (8)")
            // pg_dump's own `--clean` tries to drop the keys of partitions first; dropping the tables does it then.
            let errors = try await Self.gunzip(backup.path, into: database.name, on: bench)
            #expect(errors.filter { !$0.contains("cannot drop inherited constraint") } == [])
            expectSame(try await bench.dump(), content)
            try await bench.tidy()
        }
    }

    @Test(
        "is restored from a plain dump of the server's own pg_dump, which is listed and proven like ours",
        arguments: try await TestInstallations.all)
    func takesPlainDumps(_ installation: PostgresInstallation) async throws {
        try await TestDatabase.with(installation) { database in
            let bench = try await Self.filled(database)
            let content = try await bench.dump()
            let name = "reva_2026-03-15_020000.sql.gz"
            try await Shell.script(
                #""$0" --clean --if-exists "$1" | gzip > "$2""#,
                [
                    installation.program("pg_dump").string, database.name, bench.folder.path.appending(name).string,
                ], database.environment)
            let recovery = bench.recovery()
            let listed = try Catalog(folder: bench.folder.path).backups()
            #expect(listed.map(\.name) == [name])
            #expect(listed.map(\.state) == [.unchecked])

            let backup = try await recovery.verify(name)
            #expect(backup.state == .proven, "\(backup.reasons)")
            #expect(backup.tables.count >= 19)
            try await database.psql(Self.damage)
            let restored = try await recovery.restore("latest")
            #expect(restored.state == .restored, "\(restored.reasons)")
            expectSame(try await bench.dump(), content)
            try await bench.tidy()
        }
    }

    @Test("is restored when it has vanished altogether", .postgres)
    func restoresWhatIsNotThere() async throws {
        let bench = try Workbench()
        try await bench.database.psql("CREATE TABLE kept (a integer PRIMARY KEY); INSERT INTO kept VALUES (1), (2)")
        let recovery = bench.recovery()
        _ = try await recovery.backup()
        try await bench.maintenance("DROP DATABASE \(bench.database.name) WITH (FORCE)")
        let restored = try await recovery.restore("latest")
        #expect(restored.state == .restored, "\(restored.reasons)")
        #expect(restored.before == nil)
        #expect(try await bench.database.psql("SELECT count(*) FROM kept") == "2")
        #expect(bench.remains.isEmpty)
    }

    /// Changes of every kind that the restored copy must not show.
    private static let damage = """
        DROP TABLE public.pointing;
        UPDATE public.texts SET body = 'lost' WHERE id < 10;
        TRUNCATE public.measured;
        DROP FUNCTION public.stamp CASCADE;
        CREATE TABLE public.intruder (a integer);
        ALTER TABLE public.a_table ADD COLUMN more integer;
        SELECT setval('quiet.free_sequence', 400);
        SELECT lo_unlink(424242);
        """

    private static func filled(_ database: TestDatabase) async throws -> Workbench {
        let bench = try Workbench(database)
        try await bench.load("rich")
        if database.installation.hasVector { try await bench.load("vector") }
        return bench
    }

    /// What a person types on a bad day.
    /// - Returns: the errors that psql went past.
    private static func gunzip(_ path: String, into database: String, on bench: Workbench) async throws -> [String] {
        try await Shell.script(
            #"gunzip -c "$0" | "$1" -X -q -d "$2" 2>&1 >/dev/null"#,
            [path, bench.database.installation.program("psql").string, database],
            bench.database.environment
        ).split(separator: "\n").map(String.init).filter { $0.contains("ERROR") }
    }
}

/// Two dumps are the same; when they are not, says in which line first.
private func expectSame(_ found: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation) {
    guard found != expected else { return }
    let (here, there) = (found.split(separator: "\n"), expected.split(separator: "\n"))
    let line = zip(here, there).enumerated().first { $0.element.0 != $0.element.1 }
    Issue.record(
        """
        line \(line?.offset ?? min(here.count, there.count)) is \(String(line?.element.0.prefix(200) ?? "the end")) \
        instead of \(String(line?.element.1.prefix(200) ?? "the end"))
        """, sourceLocation: sourceLocation)
}
