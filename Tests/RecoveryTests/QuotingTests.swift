import Deployment
import Foundation
import PostgresTesting
import Testing

@testable import Recovery

@Suite("Values handed to psql", .postgres)
struct QuotingTests {
    private struct Row: Decodable { let value: String }

    private static let hostile = [
        "", " ", "'", "''", "\\", "\\'", "\\n", "a\nb", "\r\n", "\t", "`date`", ":'x'", ":\"x\"", ":x", "$$", "\"",
        "; DROP TABLE x; --", "\\! touch /tmp/never", "größer 日本 🐘", "\u{1}\u{7F}\u{8}", "%s", "e\u{301}", "\\x41\\101",
        String(repeating: "'\\", count: 500),
    ]

    @Test("come back as they were, as strings and as names")
    func roundTrip() async throws {
        let bench = try Workbench()
        try await DatabaseSession.with(bench.deployment) { session in
            for value in Self.hostile {
                let row: Row = try await session.row("SELECT :'v' AS value", ["v": value])
                #expect(row.value == value)
            }
            for value in Self.hostile where !value.isEmpty && value.utf8.count < 64 {
                let row: Row = try await session.row(
                    "SELECT (SELECT array_agg(key) FROM jsonb_each(to_jsonb(q)))[1] AS value FROM (SELECT 1 AS :\"v\") q",
                    ["v": value])
                #expect(row.value == value)
            }
        }
    }

    @Test("come back as they were when they are random")
    func randomRoundTrip() async throws {
        let bench = try Workbench()
        let seed: UInt64 = 4_711
        var generator = SeededGenerator(seed: seed)
        let alphabet = Array("'\\\"`:${}\n\r\tabn01x -;日🐘")
        var values: [String] = []
        for _ in 0..<100 {
            let count = Int.random(in: 0...20, using: &generator)
            values.append(String((0..<count).map { _ in alphabet.randomElement(using: &generator) ?? "a" }))
        }
        let all = values
        try await DatabaseSession.with(bench.deployment) { session in
            for value in all {
                let row: Row = try await session.row("SELECT :'v' AS value", ["v": value])
                #expect(row.value == value, "seed \(seed)")
            }
        }
    }

    @Test("name one table each, however it is called")
    func oddTables() async throws {
        let bench = try Workbench()
        let names = [
            "a", "A", "a b", "a.b", "a\"b", "$a", "a$", "a*", "a?", "a|b", "(a)", "[a]", "a+", "ä", "^a", "a\\b",
        ]
        for (index, name) in names.enumerated() {
            let quoted = name.replacing("\"", with: "\"\"")
            try await bench.database.psql(
                "CREATE TABLE \"\(quoted)\" AS SELECT i FROM generate_series(1, \(index + 1)) i")
        }
        for jobs in [1, 2, 5] {
            let backup = try await bench.recovery(jobs: jobs).backup(prove: false)
            #expect(backup.tables.count == names.count)
            for (index, name) in names.enumerated() {
                #expect(backup.tables.first { $0.name == name }?.rows == index + 1, "\(name) with \(jobs) jobs")
            }
        }
    }
}
