import Foundation
import PostgresTesting
import Testing

@testable import Archive
@testable import Recovery

@Suite("What is loaded of a dump, and when")
struct LoadTests {
    private static func piece(_ kind: String, _ name: String, _ words: String = "", schema: String? = "public")
        -> LoadScript.Piece
    {
        let entry = Statement.Entry(name: name, kind: kind, schema: schema, owner: nil, isData: false)
        return LoadScript.Piece(entry: entry, text: Array(words.utf8), words: words)
    }

    @Test("keys come first, by table; then indexes; vector indexes last; the rest keeps its order")
    func schedule() {
        let pieces = [
            Self.piece("CONSTRAINT", "a a_pkey"), Self.piece("INDEX", "near", "CREATE INDEX near ON m USING hnsw (v)"),
            Self.piece("COMMENT", "INDEX near"),
            Self.piece("INDEX", "plain", "CREATE INDEX plain ON a USING btree (b)"),
            Self.piece("CONSTRAINT", "b b_pkey"), Self.piece("CONSTRAINT", "a a_key"), Self.piece("TRIGGER", "a t"),
            Self.piece("FK CONSTRAINT", "a a_fkey"), Self.piece("COMMENT", "INDEX plain"),
            Self.piece("INDEX", "lists", "CREATE INDEX lists ON m USING ivfflat (v)"),
        ]
        let schedule = LoadSchedule(pieces)
        #expect(schedule.constraints.map { $0.compactMap(\.entry?.name) } == [["a a_pkey", "a a_key"], ["b b_pkey"]])
        #expect(schedule.indexes.map { $0.compactMap(\.entry?.name) } == [["plain"]])
        #expect(schedule.rest.compactMap(\.entry?.name) == ["a t", "a a_fkey", "INDEX plain"])
        #expect(schedule.vectorIndexes.compactMap(\.entry?.name) == ["near", "lists"])
        #expect(schedule.afterVectorIndexes.compactMap(\.entry?.name) == ["INDEX near"])
    }

    @Test("vector indexes are not put off where partitions' indexes are tied together")
    func tied() {
        let schedule = LoadSchedule([
            Self.piece("INDEX", "near", "CREATE INDEX near ON ONLY m USING hnsw (v)"),
            Self.piece("INDEX ATTACH", "near_1"),
        ])
        #expect(schedule.vectorIndexes.isEmpty)
        #expect(schedule.indexes.count == 1)
    }

    @Test("no piece is lost and none comes twice, whatever there is", arguments: 1...100)
    func nothingIsLost(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let kinds = ["CONSTRAINT", "INDEX", "TRIGGER", "FK CONSTRAINT", "COMMENT", "INDEX ATTACH", "POLICY", "RULE"]
        let pieces = (0..<Int.random(in: 0...30, using: &random)).map { index in
            let kind = kinds.randomElement(using: &random) ?? "INDEX"
            let method = ["hnsw", "btree"].randomElement(using: &random) ?? ""
            let name = "\(Int.random(in: 0...6, using: &random))"
            return Self.piece(kind, kind == "COMMENT" ? "INDEX \(name)" : name, "\(index) USING \(method) (v)")
        }
        let schedule = LoadSchedule(pieces)
        var all: [LoadScript.Piece] = Array(schedule.constraints.joined())
        all += Array(schedule.indexes.joined())
        all += schedule.rest
        all += schedule.vectorIndexes
        all += schedule.afterVectorIndexes
        let words = pieces.map(\.words)
        #expect(all.map(\.words).sorted() == words.sorted(), "seed \(seed)")
        let rest = schedule.rest.map(\.words)
        #expect(rest == words.filter { rest.contains($0) }, "the order of the dump, seed \(seed)")
    }

    @Test("what the server does not know is left out and told; what it knows is kept", .postgres)
    func rules() async throws {
        let bench = try Workbench()
        let rules = try await DatabaseSession.with(bench.deployment) { try await LoadRules(for: $0) }
        func verdict(_ kind: Statement.Kind) -> String? {
            switch rules.verdict(on: Statement(entry: nil, kind: kind, line: 1, body: 0..<0)) {
            case .kept: nil
            case .leftOut: ""
            case .reported(let reason): reason
            }
        }
        #expect(verdict(.metaCommand("restrict")) == "")
        #expect(verdict(.set(name: "work_mem")) == nil)
        #expect(verdict(.set(name: "DateStyle")) == nil)
        #expect(verdict(.set(name: "my.own")) == nil)
        #expect(verdict(.set(name: "tomorrow")) == "this server does not know the setting tomorrow: it was left out")
        #expect(verdict(.ownerTo(role: "postgres")) == nil)
        #expect(
            verdict(.ownerTo(role: "gone"))
                == "the role gone is missing here: what it owned belongs to the user who restores")
        #expect(verdict(.grant(roles: ["postgres", "PUBLIC"])) == nil)
        #expect(
            verdict(.grant(roles: ["postgres", "gone"])) == "the role gone is missing here: its rights were left out")
        #expect(verdict(.revoke(roles: ["gone"])) == "the role gone is missing here: its rights were left out")
        #expect(verdict(.drop) == nil)
    }
}
