import Foundation
import Testing

@testable import Archive

@Suite struct NameAndDigestTests {
    @Test("a name and its second are the same thing, over five centuries")
    func names() throws {
        var generator = SeededGenerator(seed: 11)
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = "'reva_'yyyy-MM-dd'_'HHmmss'.sql.gz'"
        for _ in 0..<500 {
            let second = Int.random(in: -2_000_000_000...14_000_000_000, using: &generator)
            let date = Date(timeIntervalSince1970: Double(second))
            let name = BackupName(takenAt: date.addingTimeInterval(0.7))
            #expect(name.fileName == formatter.string(from: date))
            #expect(BackupName(name.fileName) == name)
            #expect(name.next > name)
        }
    }

    @Test(
        "takes nothing for a backup's name that is not exactly one",
        arguments: [
            "reva_2026-02-30_020000.sql.gz", "reva_2026-13-01_020000.sql.gz", "reva_2026-01-01_240000.sql.gz",
            "reva_2026-01-01_006000.sql.gz", "reva_2026-01-01_020060.sql.gz", "reva_2026-1-01_0200000.sql.gz",
            "reva_2026-01-01_020000.sql", "reva_2026-01-01_020000.sql.gz ", "Reva_2026-01-01_020000.sql.gz",
            "reva_2026-01-01 020000.sql.gz", "reva_2026-01-01_02000٠.sql.gz", "", "reva_2025-02-29_000000.sql.gz",
            "reva_-026-01-01_020000.sql.gz", "reva_2026-00-01_020000.sql.gz", "reva_2026-01-00_020000.sql.gz",
        ])
    func badNames(_ name: String) {
        #expect(BackupName(name) == nil)
    }

    @Test("a leap day is a day")
    func leapDay() {
        #expect(BackupName("reva_2028-02-29_235959.sql.gz")?.next.fileName == "reva_2028-03-01_000000.sql.gz")
    }

    @Test("a table's digest does not depend on the order of rows, nor on how the bytes are cut")
    func order() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<50 {
            var rows = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                String(repeating: "x", count: Int.random(in: 0...300, using: &generator)) + "\(generator.next() % 7)"
            }
            func digest() -> (ContentDigest, Int) {
                let bytes: [UInt8] = rows.flatMap { (row: String) -> [UInt8] in Array(row.utf8) + [10] }
                var digester = RowDigester()
                var position = 0
                while position < bytes.count {
                    let end = min(bytes.count, position + Int.random(in: 1...200, using: &generator))
                    digester.update(bytes[position..<end].span.bytes)
                    position = end
                }
                digester.finish()
                return (digester.digest, digester.rows)
            }
            let before = digest()
            rows.shuffle(using: &generator)
            #expect(digest() == before)
            #expect(before.1 == rows.count)
            guard let first = rows.first else { continue }
            // But a row twice is not a row once, and two swaps of halves are not nothing.
            rows.append(first)
            #expect(digest() != before)
            rows.removeLast()
            rows[0] += "!"
            #expect(digest() != before)
        }
    }

    @Test("plain digests are XXH3-128 in its canonical order")
    func knownDigest() {
        // From `printf '' | xxhsum -H2` and `printf 'reva' | xxhsum -H2`.
        #expect(ContentDigest(of: [UInt8]().span.bytes).hex == "99aa06d3014798d86001c324468d497f")
        #expect(ContentDigest(hex: "99aa06d3014798d86001c324468d497f")?.hex == "99aa06d3014798d86001c324468d497f")
        #expect(ContentDigest(hex: "99aa06d3014798d86001c324468d497") == nil)
        #expect(ContentDigest(hex: "+9aa06d3014798d86001c324468d497f") == nil)
    }

    @Test("names and digests are strings in JSON")
    func json() throws {
        let name = try #require(BackupName("reva_2026-03-15_020000.sql.gz"))
        let data = try JSONEncoder().encode([name])
        #expect(String(decoding: data, as: UTF8.self) == "[\"reva_2026-03-15_020000.sql.gz\"]")
        #expect(try JSONDecoder().decode([BackupName].self, from: data) == [name])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([BackupName].self, from: Data("[\"x\"]".utf8)) }
        let digest = try JSONEncoder().encode([ContentDigest.zero])
        #expect(try JSONDecoder().decode([ContentDigest].self, from: digest) == [.zero])
    }

    @Test("a table's name is safe in SQL whatever it is")
    func tableNames() {
        #expect(TableName(schema: "public", name: "x").sql == "public.\"x\"")
        #expect(TableName(schema: "a\"b", name: "c;\nd").sql == "\"a\"\"b\".\"c;\nd\"")
        // With an accent behind it, a quote is no `Character` of its own, and to PostgreSQL a quote all the same.
        #expect(TableName.quoted("a\"\u{301}b").utf8.elementsEqual("\"a\"\"\u{301}b\"".utf8))
        #expect(TableName(schema: "a", name: "c\nd").description == "a.c d")
    }
}
