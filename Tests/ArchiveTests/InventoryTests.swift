import Testing

@testable import Archive

@Suite struct InventoryTests {
    private let table = TableName(schema: "public", name: "x")

    private func digest(_ text: String) -> ContentDigest { ContentDigest(of: Array(text.utf8).span.bytes) }

    private func object(
        _ kind: String, _ name: String, _ text: String = "a", owner: String? = "reva", roles: [String]? = nil
    )
        -> Inventory.Object
    {
        Inventory.Object(kind: kind, schema: "public", name: name, owner: owner, digest: digest(text), roles: roles)
    }

    private func lines(_ found: Inventory, _ expected: Inventory, ignoring: Set<String> = []) -> [String] {
        found.differences(from: expected, ignoringOwners: ignoring).map(\.description)
    }

    @Test("tells every way in which tables differ")
    func tables() {
        func inventory(_ rows: Int, _ text: String = "a", columns: [String] = ["a"], form: Inventory.Table.Form = .copy)
            -> Inventory
        {
            Inventory(tables: [.init(name: table, columns: columns, rows: rows, digest: digest(text), form: form)])
        }
        #expect(lines(inventory(1), inventory(1)) == [])
        #expect(lines(Inventory(), inventory(1)) == ["table public.x is missing"])
        #expect(lines(inventory(1), Inventory()) == ["table public.x was not expected"])
        #expect(lines(inventory(99), inventory(100)) == ["table public.x holds 99 rows instead of 100"])
        #expect(lines(inventory(1), inventory(1, "b")) == ["the rows of table public.x differ"])
        #expect(lines(inventory(1, columns: ["b"]), inventory(1)) == ["table public.x has other columns"])
        let mixed = inventory(1, "b", form: .inserts).differences(from: inventory(1))
        #expect(mixed.map(\.description) == ["the rows of table public.x were dumped in another form and only counted"])
        #expect(mixed.allSatisfy { !$0.isDefinitive })
        #expect(lines(inventory(2, form: .inserts), inventory(1)) == ["table public.x holds 2 rows instead of 1"])
    }

    @Test("tells every way in which objects differ")
    func objects() {
        func inventory(_ objects: Inventory.Object...) -> Inventory { Inventory(objects: objects, dumpVersion: "15.1") }
        let index = object("INDEX", "memories_idx")
        #expect(lines(inventory(), inventory(index)) == ["index public.memories_idx is missing"])
        #expect(lines(inventory(index), inventory()) == ["index public.memories_idx was not expected"])
        #expect(
            lines(inventory(object("FUNCTION", "f()", "b")), inventory(object("FUNCTION", "f()")))
                == ["function public.f() is defined differently"])
        #expect(
            lines(inventory(object("SEQUENCE SET", "s", "b")), inventory(object("SEQUENCE SET", "s")))
                == ["sequence public.s stands at another value"])
        let other = object("INDEX", "memories_idx", owner: "other")
        #expect(
            lines(inventory(other), inventory(index)) == ["index public.memories_idx belongs to other instead of reva"])
        #expect(lines(inventory(other), inventory(index), ignoring: ["reva"]) == [])
        #expect(lines(inventory(index, index), inventory(index, index)) == [])
        #expect(lines(inventory(index), inventory(index, index)) == ["index public.memories_idx is missing"])
        let twice = inventory(object("RULE", "r", "a"), object("RULE", "r", "c"))
        #expect(
            lines(twice, inventory(object("RULE", "r", "a"), object("RULE", "r", "b"))) == [
                "rule public.r is defined differently"
            ])
    }

    @Test("does not compare what was granted to a role that is to be ignored")
    func ignoredRoles() {
        let grants = Inventory(objects: [
            object("ACL", "TABLE x", roles: ["gone"]), object("ACL", "TABLE y", roles: ["here"]),
        ])
        #expect(lines(Inventory(), grants, ignoring: ["gone"]) == ["acl public.TABLE y is missing"])
        let changed = Inventory(objects: [object("ACL", "TABLE x", "b"), object("ACL", "TABLE y", roles: ["here"])])
        #expect(lines(changed, grants, ignoring: ["gone"]) == [])
        #expect(lines(changed, grants) == ["acl public.TABLE x is defined differently"])
    }

    @Test("takes other words of another major version for no proof")
    func versions() {
        func inventory(_ version: String, _ objects: Inventory.Object...) -> Inventory {
            Inventory(objects: objects, dumpVersion: version)
        }
        let old = inventory("13.2", object("VIEW", "v"), object("SEQUENCE SET", "s"), object("INDEX", "i"))
        let new = inventory("18.1 (Debian)", object("VIEW", "v", "b"), object("SEQUENCE SET", "s", "b"))
        let differences = new.differences(from: old)
        #expect(differences.map(\.isDefinitive) == [true, true, false])
        #expect(
            differences.map(\.description) == [
                "index public.i is missing", "sequence public.s stands at another value",
                "view public.v is defined differently, perhaps only in the wording of another version",
            ])
        #expect(
            inventory("13.9", object("VIEW", "v", "b")).differences(from: inventory("13.2", object("VIEW", "v")))[0]
                .isDefinitive)
    }

    @Test("adds up dumps that share the work")
    func merge() throws {
        let whole = try scan(Sample.clean.bytes)
        var merged = Inventory()
        for seed in 1...3 as ClosedRange<Int> {
            var piece = whole.inventory
            piece.tables = piece.tables.enumerated().filter { $0.offset % 3 == seed - 1 }.map(\.element)
            piece.objects = piece.objects.enumerated().filter { $0.offset % 3 == seed - 1 }.map(\.element)
            merged.merge(piece)
        }
        #expect(merged == whole.inventory)
        #expect(merged.differences(from: whole.inventory) == [])
    }

    @Test("holds large objects as a few numbers, the same in the forms of all versions")
    func largeObjects() throws {
        let old = try scan(
            dump(
                """
                --
                -- Name: 7; Type: BLOB; Schema: -; Owner: reva
                --

                SELECT pg_catalog.lo_create('7');


                ALTER LARGE OBJECT 7 OWNER TO reva;

                --
                -- Name: 8; Type: BLOB; Schema: -; Owner: reva
                --

                SELECT pg_catalog.lo_create('8');

                --
                -- Data for Name: BLOBS; Type: BLOBS; Schema: -; Owner: reva
                --

                BEGIN;
                SELECT pg_catalog.lo_open('7', 131072);
                SELECT pg_catalog.lowrite(0, '\\x61');
                SELECT pg_catalog.lowrite(0, '\\x62');
                SELECT pg_catalog.lo_close(0);
                SELECT pg_catalog.lo_open('8', 131072);
                SELECT pg_catalog.lo_close(0);
                COMMIT;
                """))
        let pages = "SELECT pg_catalog.lowrite(0, '\\x61');\nSELECT pg_catalog.lowrite(0, '\\x62');\n"
        func new(_ pages: String) throws -> Inventory {
            try scan(
                dump(
                    """
                    --
                    -- Name: 7..8; Type: BLOB METADATA; Schema: -; Owner: reva
                    --

                    SELECT pg_catalog.lo_create('8');
                    SELECT pg_catalog.lo_create('7');

                    --
                    -- Data for Name: 7..8; Type: BLOBS; Schema: -; Owner: reva
                    --

                    BEGIN;
                    SELECT pg_catalog.lo_open('8', 131072);
                    SELECT pg_catalog.lo_close(0);
                    COMMIT;
                    BEGIN;
                    SELECT pg_catalog.lo_open('7', 131072);
                    \(pages)SELECT pg_catalog.lo_close(0);
                    COMMIT;
                    """)
            ).inventory
        }
        #expect(old.inventory.objects.count == 2)
        #expect(try new(pages).differences(from: old.inventory) == [])
        let swapped = "SELECT pg_catalog.lowrite(0, '\\x62');\nSELECT pg_catalog.lowrite(0, '\\x61');\n"
        #expect(lines(try new(swapped), old.inventory) == ["large objects' contents is defined differently"])
    }

    @Test("leaves the planner's statistics out of the account")
    func statistics() throws {
        let objects = try scan(Sample.version18.bytes).inventory.objects
        #expect(objects.map(\.kind) == ["LARGE OBJECTS", "LARGE OBJECTS", "TABLE"])
    }
}
