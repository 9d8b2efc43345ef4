import Testing

@testable import Archive

@Suite struct DumpScannerTests {
    @Test("hands every dump on byte for byte, however it is cut", arguments: Sample.allCases)
    func identity(_ sample: Sample) throws {
        let dump = try sample.bytes
        let whole = try scan(dump)
        #expect(whole.handler.all == dump)
        for seed in 1...40 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let limit = [1, 3, 17, 400, 9000][Int(seed % 5)]
            let cut = try scan(dump) { Int.random(in: 1...limit, using: &generator) }
            #expect(cut.handler.all == dump, "seed \(seed)")
            #expect(cut.inventory == whole.inventory, "seed \(seed)")
            #expect(cut.handler.events.count == whole.handler.events.count, "seed \(seed)")
        }
    }

    @Test("finds the same in a restored copy as in the original")
    func restoredCopy() throws {
        let original = try scan(Sample.clean.bytes).inventory
        let restored = try scan(Sample.restored.bytes).inventory
        #expect(restored.differences(from: original) == [])
        #expect(original.tables.count == 8)
        #expect(original.objects.count == 57)
    }

    @Test("reads the names, columns and counts of tables")
    func tables() throws {
        let inventory = try scan(Sample.clean.bytes).inventory
        let rows = Dictionary(uniqueKeysWithValues: inventory.tables.map { ($0.name.description, $0.rows) })
        #expect(rows["public.conversations"] == 104)
        #expect(rows["public.nocolumns_rows"] == 2)
        #expect(rows["public.empty_table"] == 0)
        let odd = inventory.tables.first { $0.name.schema == "odd; schema" }
        #expect(odd?.name.name == "a \"quoted\"; Type: TABLE\nnew line")
        #expect(odd?.columns == ["co\"l; --", "select"])
        #expect(inventory.serverVersion?.hasPrefix("15.") == true)
    }

    @Test("counts the same rows in INSERT statements as in COPY", arguments: [Sample.inserts, .rowsPerInsert])
    func inserts(_ sample: Sample) throws {
        let copies = try scan(Sample.clean.bytes).inventory.tables.filter { $0.rows > 0 }
        let inserts = try scan(sample.bytes).inventory.tables
        #expect(inserts.map(\.name) == copies.map(\.name))
        #expect(inserts.map(\.rows) == copies.map(\.rows))
        #expect(inserts.allSatisfy { $0.form == .inserts })
    }

    @Test("knows what each statement is for")
    func kinds() throws {
        let statements = try scan(Sample.clean.bytes).handler.statements
        let kinds = statements.map(\.kind)
        #expect(kinds.contains(.set(name: "search_path")))
        #expect(kinds.contains(.set(name: "standard_conforming_strings")))
        #expect(kinds.contains(.ownerTo(role: "odd role")))
        #expect(kinds.contains(.grant(roles: ["reva_app"])))
        #expect(kinds.contains(.grant(roles: ["odd role"])))
        #expect(kinds.contains(.grant(roles: ["reva_app", "odd role"])))
        #expect(kinds.contains(.grant(roles: [])))
        #expect(kinds.contains(.revoke(roles: [])))
        #expect(kinds.first == .metaCommand("restrict"))
        #expect(kinds.last == .metaCommand("unrestrict"))
        #expect(statements.filter { $0.kind == .drop }.count > 20)
        #expect(statements.allSatisfy { $0.kind != .drop || $0.entry == nil })
    }

    @Test("reads entries whose names look like entries")
    func oddEntries() throws {
        let entry = Statement.Entry(
            comment:
                "-- Data for Name: a; Type: TABLE; Schema: x; Type: TABLE DATA; Schema: odd; schema; Owner: o; Tablespace: t"
        )
        #expect(entry?.name == "a; Type: TABLE; Schema: x")
        #expect(entry?.kind == "TABLE DATA")
        #expect(entry?.schema == "odd; schema")
        #expect(entry?.owner == "o")
        #expect(entry?.isData == true)
        #expect(Statement.Entry(comment: "-- Name: x; Type: EXTENSION; Schema: -; Owner: ")?.owner == nil)
        #expect(Statement.Entry(comment: "-- Names: x") == nil)
    }

    @Test("never takes a cut dump for a whole one", arguments: Sample.allCases)
    func everyCut(_ sample: Sample) throws {
        let dump = try sample.bytes
        let lastWord = dump.lastIndex { $0 > 32 && $0 != UInt8(ascii: "-") }!
        var generator = SeededGenerator(seed: 7)
        let cuts =
            (0..<300).map { _ in Int.random(in: 0...lastWord, using: &generator) } + Array((lastWord - 120)...lastWord)
        for cut in cuts {
            #expect(throws: ArchiveError.self, "cut at \(cut)") { try scan(Array(dump[..<cut])) }
        }
    }

    @Test("says where a dump was cut")
    func cutMessages() throws {
        let text = dump("COPY public.x (a) FROM stdin;\n1\n\\.\n")
        let inRows = ArchiveError.cutShort("the file ends inside the rows of table public.x")
        #expect(throws: inRows) { try scan(String(text.prefix(while: { $0 != "\\" }))) }
        #expect(throws: ArchiveError.cutShort("the file ends before the dump does")) { try scan(dump("SELECT 1")) }
        #expect(throws: ArchiveError.cutShort("the file ends before the dump does")) { try scan(text + "SELECT 1;\n") }
        #expect(throws: ArchiveError.cutShort("the file ends before the dump does")) { try scan("") }
        #expect(throws: ArchiveError.self) { try scan("\\restrict abc\n" + text) }
        #expect(throws: Never.self) { try scan("\\restrict abc\n" + text + "\\unrestrict abc") }
        #expect(throws: Never.self) { try scan(text + text) }
    }

    @Test("takes no mark inside of a string or a body for the end")
    func falseEnd() {
        let mark = "--\n-- PostgreSQL database dump complete\n--\n"
        #expect(throws: ArchiveError.self) { try scan("SELECT $$\n\(mark)$$;\n") }
        #expect(throws: ArchiveError.self) { try scan("SELECT '\n\(mark)';\n") }
        #expect(throws: ArchiveError.self) { try scan("/*\n\(mark)*/ SELECT 1;\n") }
        #expect(throws: ArchiveError.self) { try scan("COPY x FROM stdin;\n\(mark)\\.\n") }
    }

    @Test(
        "refuses what psql would run and pg_dump does not write",
        arguments: [
            ("\\! rm -rf /\n", "has the psql command \\!"),
            ("SELECT 1; \\! id\n", "has the psql command \\!"),
            ("SELECT 1 \\g /tmp/x\n", "has a psql command inside of a statement: \\g"),
            ("SELECT 'a'\\; SELECT 2;", "has a psql command inside of a statement: \\;"),
            ("\\connect other\n", "has the psql command \\connect"),
            ("\\restrict\n", "has the psql command \\restrict"),
            ("\\restrict a\n\\restrict b\n", "has \\restrict a second time"),
            ("\\restrict a\n\\unrestrict b\n", "has \\unrestrict with another key than \\restrict"),
            ("COPY x FROM stdin; \\! id\n", "has more on the line of COPY … FROM stdin"),
            ("COPY x FROM '/etc/passwd';", "has a COPY statement of a form that pg_dump does not write"),
            ("COPY x FROM PROGRAM 'id';", "has a COPY statement of a form that pg_dump does not write"),
            ("COPY x TO STDOUT;", "has a COPY statement of a form that pg_dump does not write"),
            ("SET standard_conforming_strings = off;", "turns standard_conforming_strings off"),
            (
                "SELECT set_config('standard_conforming_strings', 'off', false);",
                "turns standard_conforming_strings off"
            ),
            ("SELECT E'a'\n'\\'' \\! id", "continues an E'' string on another line"),
            ("SELECT 1e'\\'", "has a number before a quote"),
            ("SELECT E'\\\\' \\! ;", "has a psql command inside of a statement: \\!"),
            ("SELECT $a$ $b$ $a$ \\! ;", "has a psql command inside of a statement: \\!"),
            ("SELECT /* /* */ */ \\! ;", "has a psql command inside of a statement: \\!"),
            ("SELECT U&'\\' \\! ;", "has a psql command inside of a statement: \\!"),
        ])
    func refusals(_ text: String, _ message: String) throws {
        let error = try #require(throws: ArchiveError.self) { try scan(dump(text)) }
        #expect(error.reason == .refused)
        #expect(error.summary.hasSuffix("of the dump " + message), "\(error.summary)")
        #expect(error.summary.hasPrefix("line "))
        // Piece by piece it is seen as well.
        #expect(throws: ArchiveError.self) { try scan(Array(dump(text).utf8)) { 1 } }
    }

    @Test(
        "finds the end of a statement as psql does",
        arguments: [
            "SELECT 'it''s; ok';", "SELECT E'\\'; \\\\';", "SELECT \"a;\"\"b\";", "SELECT $$;$$;",
            "SELECT $a$;$$;$b$;$a$;",
            "SELECT 1 /* ; /* ; */ ; */;", "SELECT 1 -- ; '\n;", "SELECT (1; 2);", "SELECT a$b$c;", "SELECT $1;",
            "SELECT fooE'\\';",
            "SELECT N'\\' ;",
            "CREATE OR REPLACE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN 1 THEN 2 END; SELECT 1; END;",
            "SELECT 1-2/3;", ";", "SELECT x'ff;';", "SELECT 'a\\';", "INSERT INTO begin VALUES (';');",
        ])
    func statementEnds(_ statement: String) throws {
        let result = try scan(dump(statement + "\nSELECT 'next';"))
        #expect(result.handler.statements.count == 2, "\(result.handler.statements)")
        let bytewise = try scan(Array(dump(statement + "\nSELECT 'next';").utf8)) { 1 }
        #expect(bytewise.handler.events == result.handler.events)
    }

    @Test("tells the line and place of a statement")
    func lines() throws {
        let handler = try scan(dump("SELECT 1;\n\n-- why\nSELECT\n2;  \nSELECT 3;")).handler
        #expect(handler.statements.map(\.line) == [8, 11, 13])
        guard case .text(let text, let statement) = handler.events[1] else { throw ArchiveError(.misuse, "no text") }
        #expect(text == "\n-- why\nSELECT\n2;  \n")
        #expect(String(decoding: Array(text.utf8)[statement.body], as: UTF8.self) == "SELECT\n2;")
    }

    @Test("refuses a statement without an end in bounded memory")
    func statementLimit() throws {
        var scanner = DumpScanner()
        var handler = RecordingHandler()
        let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 8 << 20)
        try scanner.consume(Array("SELECT '".utf8).span.bytes, into: &handler)
        let error = #expect(throws: ArchiveError.self) {
            for _ in 0..<9 { try scanner.consume(piece.span.bytes, into: &handler) }
        }
        #expect(error?.reason == .statementTooLong)
        #expect(error?.summary == "the statement at line 1 of the dump is longer than 64 MiB")
        #expect(handler.all.isEmpty)
    }

    @Test("hands over a very long row in pieces, with the same digest as in one")
    func longRow() throws {
        let row = (0..<(10 << 20)).map { UInt8(97 + $0 % 23) }
        let text = Array("COPY t (a) FROM stdin;\nfirst\n".utf8) + row + Array("\nlast\n\\.\n".utf8)
        let dump = text + Array(dump("").utf8)
        var expected = RowDigester()
        expected.update((Array("first\n".utf8) + row + Array("\nlast\n".utf8)).span.bytes)
        for size in [Int.max, 1 << 16, 5 << 20] {
            let result = try scan(dump) { size }
            #expect(result.inventory.tables.first?.digest == expected.digest)
            #expect(result.inventory.tables.first?.rows == 3)
            #expect(result.handler.all == dump)
            if size < .max { #expect(result.handler.largestPiece <= DumpScanner.rowLimit + size) }
        }
    }

    @Test("does not crash on mutated dumps, and hands on what it accepts unchanged")
    func fuzz() throws {
        let samples = try Sample.allCases.map { try $0.bytes }
        let spice = Array("'\"$\\;-/*()\n\t\0E\u{e9}".utf8)
        for seed in 1...400 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var dump = samples.randomElement(using: &generator)!
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0..<dump.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: dump[place] = spice.randomElement(using: &generator)!
                case 1: dump.insert(spice.randomElement(using: &generator)!, at: place)
                case 2: dump.removeSubrange(place..<min(dump.count, place + Int.random(in: 1...60, using: &generator)))
                default: dump[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &generator))
                }
            }
            let whole = Result { try scan(dump) }
            let cut = Result { try scan(dump) { Int.random(in: 1...5000, using: &generator) } }
            switch (whole, cut) {
            case (.success(let one), .success(let other)):
                #expect(one.handler.all == dump, "seed \(seed)")
                #expect(one.inventory == other.inventory, "seed \(seed)")
            case (.failure(let one as ArchiveError), .failure(let other as ArchiveError)):
                #expect(one == other, "seed \(seed)")
            default: Issue.record("seed \(seed): \(whole) and \(cut)")
            }
        }
    }
}
