import Foundation
import PostgresTesting
import Testing

@testable import Recovery

@Suite("After going back in time", .postgres)
struct GoingBackTests {
    /// The tables of Reva's as far as this is about them.
    private static let sample = """
        CREATE TABLE schema_migrations (version integer PRIMARY KEY);
        CREATE TABLE conversations (person_id text, text text, created_at timestamptz NOT NULL DEFAULT clock_timestamp());
        CREATE TABLE memories (person_id text, text text, created_at timestamptz NOT NULL DEFAULT clock_timestamp());
        CREATE TABLE reva_subscriptions (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person_id text,
            conversation_id text, reference jsonb, ended_at timestamptz,
            created_at timestamptz NOT NULL DEFAULT clock_timestamp());
        CREATE TABLE activity_logs (actor text, action text, at timestamptz NOT NULL DEFAULT clock_timestamp());
        CREATE TABLE tickets (id text PRIMARY KEY, requester_id text, state text, decided_at timestamptz, outcome text,
            created_at timestamptz NOT NULL DEFAULT clock_timestamp());
        CREATE TABLE inbox (id bigint PRIMARY KEY, finished_at timestamptz, outcome text);
        CREATE TABLE inbox_lanes (conversation_id text);
        CREATE TABLE deliveries (event_key text, subscription_id bigint, conversation_id text, event text,
            state text NOT NULL DEFAULT 'waiting', ended_at timestamptz);
        CREATE TABLE watched_releases (seen_until timestamptz);

        INSERT INTO memories (person_id, text) VALUES ('anna', 'tea'), ('bert', 'coffee');
        INSERT INTO conversations (person_id, text) VALUES ('anna', 'hello'), ('bert', 'hello');
        INSERT INTO reva_subscriptions (person_id, conversation_id, reference) VALUES
            ('anna', 'a', '{}'), ('bert', 'b', '{}'), ('bert', 'b', '{}'), ('carl', 'c', NULL);
        INSERT INTO tickets VALUES ('1', 'bert', 'open', NULL, NULL),
            ('2', 'bert', 'running', NULL, NULL), ('3', 'bert', 'done', now(), 'kept');
        INSERT INTO inbox VALUES (1, NULL, NULL), (2, now(), 'answered');
        INSERT INTO inbox_lanes VALUES ('a');
        INSERT INTO deliveries VALUES ('old', 1, 'a', '{}', 'waiting'), ('older', 1, 'a', '{}', 'sent');
        INSERT INTO watched_releases VALUES ('2020-01-01Z');
        """

    private func bench() async throws -> Workbench {
        let bench = try Workbench()
        try await bench.database.psql(Self.sample)
        _ = try await bench.recovery().backup()
        return bench
    }

    @Test(
        "approvals of before are dead, nothing goes out twice, and each conversation hears once of what it may have missed",
        arguments: [false, true])
    func settled(inPlace: Bool) async throws {
        let bench = try await bench()
        let restored = try await bench.recovery().restore("latest", inPlace: inPlace)
        #expect(restored.state == .restored, "\(restored.reasons)")
        let database = bench.database
        #expect(
            try await database.psql("SELECT id, state, outcome FROM tickets ORDER BY id") == """
                1|declined|the database was restored meanwhile
                2|unknown|the database was restored meanwhile
                3|done|kept
                """)
        #expect(try await database.psql("SELECT id, outcome FROM inbox ORDER BY id") == "1|restored\n2|answered")
        #expect(try await database.psql("SELECT count(*) FROM inbox_lanes") == "0")
        #expect(
            try await database.psql("SELECT event_key, state FROM deliveries WHERE event_key LIKE 'old%' ORDER BY 1")
                == "old|unknown\nolder|sent")
        #expect(
            try await database.psql(
                "SELECT conversation_id, state, event::json->>'kind' FROM deliveries WHERE event_key LIKE 'restored %' ORDER BY 1"
            ) == "a|waiting|RELEASE_DIGEST\nb|waiting|RELEASE_DIGEST")
        #expect(try await database.psql("SELECT seen_until > now() - interval '1 hour' FROM watched_releases") == "t")
        #expect(try await database.psql("SELECT problems IS NULL, backup FROM restore_epochs") == "t|\(restored.name)")
        #expect(bench.events.warnings == [])
        try await bench.tidy()
    }

    @Test(
        "people who asked to be forgotten stay forgotten, and what they wrote since stays, also when the database was lost"
    )
    func forgotten() async throws {
        let bench = try await bench()
        let first = try #require(try bench.recovery().catalog.backups().first).name
        try await bench.database.psql(
            """
            DELETE FROM memories WHERE person_id = 'anna'; DELETE FROM conversations WHERE person_id = 'anna';
            DELETE FROM reva_subscriptions WHERE person_id = 'anna';
            INSERT INTO activity_logs VALUES ('anna', 'forget everything');
            """)
        // It is in the ledger from here on; the database that knew of it may be lost.
        _ = try await bench.recovery().backup()
        let ledger = try String(decoding: bench.folder.data("erasures.jsonl"), as: UTF8.self)
        #expect(ledger.split(separator: "\n").count == 1 && !ledger.contains("anna"))
        try await bench.database.psql("TRUNCATE activity_logs; DROP TABLE memories")

        for _ in 1...2 {
            let restored = try await bench.recovery().restore(first)
            #expect(restored.state == .restored, "\(restored.reasons)")
            #expect(try await bench.database.psql("SELECT person_id FROM memories") == "bert")
            #expect(try await bench.database.psql("SELECT person_id FROM conversations") == "bert")
            #expect(
                try await bench.database.psql("SELECT DISTINCT person_id FROM reva_subscriptions ORDER BY 1")
                    == "bert\ncarl")
        }
        #expect(bench.events.notes.contains("1 people who had asked to be forgotten were forgotten again"))
        // Later she came back.
        try await bench.database.psql(
            "INSERT INTO memories (person_id, text, created_at) VALUES ('anna', 'new', now() + interval '1 minute')")
        let newest = try await bench.recovery().backup()
        #expect(try await bench.recovery().restore(newest.name).state == .restored)
        #expect(try await bench.database.psql("SELECT text FROM memories WHERE person_id = 'anna'") == "new")
        try await bench.tidy()
    }

    @Test("without the ledger's key the restore succeeds, and says that people may be back")
    func keyLost() async throws {
        let bench = try await bench()
        try await bench.database.psql("INSERT INTO activity_logs VALUES ('anna', 'forget everything')")
        _ = try await bench.recovery().backup()
        try FileManager.default.removeItem(atPath: bench.folder.path.appending(".erasures.key").string)
        bench.events.forget()
        let restored = try await bench.recovery().restore("latest")
        #expect(restored.state == .restored)
        let key = bench.folder.path.appending(".erasures.key")
        #expect(
            bench.events.warnings.contains(
                "people who asked to be forgotten may be back: the key \(key) is missing or damaged: "
                    + "nobody can tell who is to stay forgotten"), "\(bench.events.warnings)")
        try await bench.tidy()
    }

    @Test("the report says of each table how many rows of which time were lost; an undo says what it goes back over")
    func gap() async throws {
        let bench = try await bench()
        try await bench.database.psql(
            """
            INSERT INTO memories VALUES ('carl', 'a', now() + interval '5 s'), ('carl', 'b', now() + interval '9 s');
            DELETE FROM conversations; CREATE TABLE newer (id integer); INSERT INTO newer VALUES (1);
            """)
        let restored = try await bench.recovery().restore("latest")
        let gap = try #require(restored.gap)
        let tables = Dictionary(uniqueKeysWithValues: gap.tables.map { ($0.table, $0) })
        let memories = try #require(tables["public.memories"])
        #expect(memories.live == 4 && memories.restored == 2)
        #expect((memories.written ?? 0) >= 2 && memories.first != nil && memories.last != nil)
        #expect(tables["public.conversations"]?.live == 0 && tables["public.conversations"]?.restored == 2)
        #expect(tables["public.newer"]?.live == 1 && tables["public.newer"]?.restored == nil)
        #expect(gap.lines.contains("public.newer: 1 rows before, not there after"), "\(gap.lines)")
        #expect(
            try await bench.database.psql("SELECT json_array_length((gap->'tables')::json) FROM restore_epochs")
                == "\(gap.tables.count)")

        try await bench.database.psql(
            "INSERT INTO memories VALUES ('dora', 'c', now() + interval '1 minute')")
        let undone = try await bench.recovery().undo()
        #expect(undone.gap?.tables.first { $0.table == "public.memories" }?.written == 1, "\(undone.gap as Any)")
        #expect(try await bench.database.psql("SELECT count(*) FROM memories") == "4")
        #expect(try await bench.database.psql("SELECT count(*), count(backup) FROM restore_epochs") == "1|0")
        try await bench.tidy()
    }

    @Test("a database that is not Reva's is left as the backup has it")
    func others() async throws {
        let bench = try Workbench()
        try await bench.database.psql(
            "CREATE TABLE inbox (id integer, finished_at timestamptz); INSERT INTO inbox VALUES (1)")
        _ = try await bench.recovery().backup()
        let before = try await bench.dump()
        #expect(try await bench.recovery().restore("latest").state == .restored)
        #expect(try await bench.dump() == before)
        try await bench.tidy()
    }

    @Test("a table that is not as expected is told, and holds up no restore")
    func strange() async throws {
        let bench = try Workbench()
        try await bench.database.psql(
            """
            CREATE TABLE schema_migrations (version integer);
            CREATE TABLE tickets (state text CHECK (state IN ('open', 'running')), decided_at timestamptz, outcome text);
            INSERT INTO tickets VALUES ('open');
            """)
        _ = try await bench.recovery().backup()
        #expect(try await bench.recovery().restore("latest").state == .restored)
        #expect(bench.events.warnings.count == 1)
        #expect(bench.events.warnings.first?.hasPrefix("not everything of before could be settled: ") == true)
        #expect(try await bench.database.psql("SELECT state FROM tickets") == "open")
        try await bench.tidy()
    }
}
