import Foundation
import PostgresTesting
import Testing

@testable import Postgres
@testable import Records

@Suite(.postgresWithVector) struct InboxTests {
    private let worker = UUID()
    private let other = UUID()

    private static func with(_ body: (Inbox, Pool) async throws -> Void) async throws {
        let pool = Pool(try Address(TestDatabase.current.url), size: 4)
        try await pool.withConnection { _ = try await Migrator().migrate($0) }
        do {
            try await body(Inbox(pool: pool), pool)
        } catch {
            await pool.close()
            throw error
        }
        await pool.close()
    }

    private func arrival(_ activity: String, in conversation: String = "c1", body: String = "{}") -> Inbox.Arrival {
        Inbox.Arrival(conversation: conversation, activity: activity, body: body)
    }

    private func record(
        _ arrivals: [Inbox.Arrival], in inbox: Inbox, by worker: UUID? = nil, lease: Double = 600, limit: Int = 100
    ) async throws -> [Inbox.Receipt] {
        try await inbox.record(arrivals, worker: worker ?? self.worker, lease: lease, limit: limit).map { try $0.get() }
    }

    private func finish(
        _ message: Inbox.Message, in inbox: Inbox, by worker: UUID? = nil
    ) async throws -> Inbox.Message? {
        try await inbox.finish([Inbox.Ending(message, outcome: "answered")], worker: worker ?? self.worker)[0]
    }

    @Test("records many at once in their order, and each of them once")
    func record() async throws {
        try await Self.with { inbox, _ in
            let texts = ["a", #"{"text":"it's \"1\", {2} \\u0000"}"#, "ä\n\u{1F600}", "", "\"\u{308}\\\u{301}"]
            let arrivals = texts.enumerated().map { arrival("\($0)", body: $1) }
            let receipts = try await record(arrivals + [arrivals[1], arrival("0", in: "c2")], in: inbox)
            let ids = receipts.compactMap { if case .recorded(let id, true, _) = $0 { id } else { nil } }
            #expect(ids.count == 6)
            #expect(ids == ids.sorted())
            #expect(receipts[5] == .duplicate)
            let areOnly = receipts.map { if case .recorded(_, _, true) = $0 { true } else { false } }
            #expect(areOnly == [true, false, false, false, false, false, true])
            #expect(try await record([arrivals[0]], in: inbox) == [.duplicate])
            #expect(try await inbox.open() == 6)

            var next = try await inbox.take(from: "c1", worker: worker, lease: 600)
            var found: [String] = []
            while let message = next {
                found.append(message.body)
                next = try await finish(message, in: inbox)
            }
            #expect(found == texts)
            #expect(try await record(arrivals, in: inbox) == Array(repeating: .duplicate, count: 5))
        }
    }

    @Test("what the database cannot take is refused by itself, and the others are recorded")
    func refused() async throws {
        try await Self.with { inbox, _ in
            var random = SeededGenerator(seed: 11)
            // Longer than an entry of an index may be, however it is packed.
            let long = String((0..<9000).map { _ in "0123456789abcdef".randomElement(using: &random) ?? "0" })
            let arrivals = [arrival("1"), arrival("2", body: "a\0b"), arrival(long), arrival("4")]
            let results = try await inbox.record(arrivals, worker: worker, lease: 600, limit: 100)
            #expect(
                results.map { (try? $0.get()) != nil } == [true, false, false, true], "\(results.map { "\($0)" })")
            let errors = results.compactMap { result in
                if case .failure(let error as PostgresError) = result { error } else { nil }
            }
            #expect(errors.first?.summary == "a text with a zero byte cannot be sent to PostgreSQL")
            #expect(errors.last?.sqlState == "54000")
            #expect(try await inbox.open() == 2)
            #expect(try await record([arrival("1"), arrival("4")], in: inbox) == [.duplicate, .duplicate])
            guard case .recorded(_, true, false) = try await record([arrival("2")], in: inbox)[0] else {
                Issue.record("the next one is not recorded")
                return
            }
        }
    }

    @Test("nothing of what concerns all of them is recorded")
    func allRefused() async throws {
        try await Self.with { inbox, pool in
            try await pool.query("ALTER TABLE inbox RENAME TO gone")
            let error = await #expect(throws: PostgresError.self) {
                try await inbox.record([arrival("1"), arrival("2")], worker: worker, lease: 600, limit: 100)
            }
            #expect(error?.summary == "relation \"inbox\" does not exist")
            try await pool.query("ALTER TABLE gone RENAME TO inbox")
            #expect(try await inbox.open() == 0)
            #expect(try await pool.query("SELECT count(*) FROM inbox_lanes").only.decode(0) == 0)
            #expect(try await record([arrival("1"), arrival("2")], in: inbox).allSatisfy { $0 != .duplicate })
        }
    }

    @Test("finishes messages of many conversations at once, each with the next one of its lane")
    func finishMany() async throws {
        try await Self.with { inbox, pool in
            let arrivals = [
                arrival("1"), arrival("2"), arrival("1", in: "c2"), arrival("1", in: "c3"), arrival("2", in: "c3"),
            ]
            _ = try await record(arrivals, in: inbox)
            var first: [Inbox.Message] = []
            for conversation in ["c3", "c2", "c1"] {
                first.append(try #require(try await inbox.take(from: conversation, worker: worker, lease: 600)))
            }
            try await pool.query(
                "UPDATE inbox_lanes SET worker = \(other)::uuid, held_until = 'infinity' WHERE conversation_id = 'c3'")
            let endings = zip(first, ["lost", "answered", "greeted"]).map { Inbox.Ending($0, outcome: $1) }
            let next = try await inbox.finish(endings, worker: worker)
            #expect(next.map { $0?.conversation } == [nil, nil, "c1"])
            #expect(next.last??.activity == "2")
            #expect(next.last??.attempts == 1)
            let rows = try await pool.query(
                "SELECT outcome FROM inbox WHERE finished_at IS NOT NULL AND activity = '' ORDER BY conversation_id")
            #expect(try rows.map { try $0.decode(0, as: String.self) } == ["greeted", "answered", "lost"])
            let held = try await pool.query(
                "SELECT conversation_id FROM inbox_lanes WHERE held_until > clock_timestamp() ORDER BY 1")
            #expect(try held.map { try $0.decode(0, as: String.self) } == ["c1", "c3"])
            #expect(try await inbox.open() == 2)
        }
    }

    @Test("a conversation that has too much waiting takes no more until something is done")
    func bounded() async throws {
        try await Self.with { inbox, _ in
            _ = try await record([arrival("1"), arrival("2")], in: inbox)
            #expect(try await record([arrival("3")], in: inbox, limit: 2) == [.full])
            #expect(try await inbox.open() == 2)
            let first = try #require(try await inbox.take(from: "c1", worker: worker, lease: 600))
            _ = try await finish(first, in: inbox)
            guard case .recorded = try await record([arrival("3")], in: inbox, limit: 2)[0] else {
                Issue.record("the conversation is still full")
                return
            }
        }
    }

    @Test("one worker holds a conversation; another takes over when it is gone")
    func lanes() async throws {
        try await Self.with { inbox, pool in
            _ = try await record([arrival("1")], in: inbox)
            guard case .recorded(_, false, false) = try await record([arrival("2")], in: inbox, by: other)[0] else {
                Issue.record("a second worker got a conversation that is held")
                return
            }
            #expect(try await inbox.take(from: "c1", worker: other, lease: 600) == nil)
            #expect(try await inbox.waiting(for: other, limit: 10).isEmpty)
            #expect(try await inbox.waiting(for: worker, limit: 10) == ["c1"])
            #expect(try await inbox.renew(worker: worker, lease: 600) == ["c1"])

            // As if the first one had been killed, and its lease had run out.
            try await pool.query("UPDATE inbox_lanes SET held_until = clock_timestamp() - interval '1 s'")
            #expect(try await inbox.renew(worker: worker, lease: 600).isEmpty)
            #expect(try await inbox.waiting(for: other, limit: 10) == ["c1"])
            let first = try #require(try await inbox.take(from: "c1", worker: other, lease: 600))
            #expect(first.attempts == 1)
            let late = try await finish(first, in: inbox)
            #expect(late == nil, "who lost the lane must not go on with it")
            let second = try #require(try await inbox.take(from: "c1", worker: other, lease: 600))
            #expect(second.id > first.id)
            #expect(try await finish(second, in: inbox, by: other) == nil)
            // The lane is free again.
            guard case .recorded(_, true, true) = try await record([arrival("3")], in: inbox)[0] else {
                Issue.record("the lane was not let go")
                return
            }
        }
    }

    @Test("many workers that take at the same time never hold the same conversation")
    func race() async throws {
        try await Self.with { inbox, _ in
            let conversations = (0..<20).map { "c\($0)" }
            _ = try await record(conversations.map { arrival("1", in: $0) }, in: inbox, lease: -1)
            let taken = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let worker = UUID()
                        var ids: [Int64] = []
                        for conversation in conversations.shuffled() {
                            if let message = try await inbox.take(from: conversation, worker: worker, lease: 600) {
                                ids.append(message.id)
                            }
                        }
                        return ids
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(taken.count == 20)
            #expect(Set(taken).count == 20)
        }
    }

    @Test("lets go, puts off and forgets")
    func ends() async throws {
        try await Self.with { inbox, pool in
            _ = try await record([arrival("1"), arrival("1", in: "c2")], in: inbox)
            try await inbox.postpone("c1", seconds: 600, worker: worker)
            #expect(try await inbox.take(from: "c1", worker: worker, lease: 600) == nil)
            try await inbox.release(worker: worker)
            #expect(try await inbox.waiting(for: other, limit: 10) == ["c2"])
            let message = try #require(try await inbox.take(from: "c2", worker: other, lease: 600))
            _ = try await finish(message, in: inbox, by: other)
            let text = try await pool.query("SELECT activity FROM inbox WHERE id = \(message.id)").only
            #expect(try text.decode(0) == "", "the text stays no longer than needed")
            try await inbox.prune(hours: 1)
            #expect(try await record([arrival("1", in: "c2")], in: inbox) == [.duplicate])
            try await pool.query("UPDATE inbox SET finished_at = finished_at - interval '2 hours'")
            try await inbox.prune(hours: 1)
            #expect(try await pool.query("SELECT count(*) FROM inbox").only.decode(0) == 1)
            #expect(try await inbox.open() == 1)
        }
    }
}
