import Foundation
import PostgresTesting
import Testing

@testable import Postgres
@testable import Records

@Suite(.postgresWithVector) struct DeliveryTests {
    private static func with(_ body: (Records, Pool) async throws -> Void) async throws {
        let pool = Pool(try Address(TestDatabase.current.url), size: 4)
        try await pool.withConnection { _ = try await Migrator().migrate($0) }
        do {
            try await body(Records(pool), pool)
        } catch {
            await pool.close()
            throw error
        }
        await pool.close()
    }

    private func announce(_ key: String, kind: String = "RELEASE_FAILED", to records: Records) async throws -> Int {
        try await records.deliveries.announce(
            key: key, kind: kind, isForAll: kind == "RELEASE_FAILED", subjects: ["r-12", "payment"], event: "{}")
    }

    @Test("an event is put down once for each conversation that wants to hear of it")
    func announce() async throws {
        try await Self.with { records, _ in
            let subscriptions = records.subscriptions
            try await subscriptions.subscribe(
                person: "ada", subject: "R-12", conversation: "chat of ada", reference: "{}")
            try await subscriptions.subscribe(
                person: "ada", subject: "Payment", conversation: "chat of ada", reference: "{}")
            try await subscriptions.subscribe(person: "ada", subject: "R-12", conversation: "team", reference: "{}")
            try await subscriptions.subscribe(
                person: "grace", subject: "r-12", conversation: "chat of grace", reference: "{}",
                events: ["TASK_STARTED"])
            try await subscriptions.subscribe(
                person: "linus", subject: "R-13", conversation: "chat of linus", reference: "{}")
            #expect(try await subscriptions.subjects() == ["r-12", "payment", "r-13"])
            #expect(try await announce("e1", to: records) == 2)
            #expect(try await announce("e1", to: records) == 0)
            #expect(try await announce("e2", kind: "TASK_STARTED", to: records) == 1)

            let claimed = try await records.deliveries.claim(limit: 10)
            #expect(claimed.map(\.conversation).sorted() == ["chat of ada", "chat of grace", "team"])
            #expect(try await records.deliveries.claim(limit: 10).isEmpty)
            #expect(try await subscriptions.end(inConversation: "team", because: "blocked") == 1)
            #expect(try await announce("e3", to: records) == 1)
            #expect(try await subscriptions.list(person: "ada").map(\.conversation) == ["chat of ada", "chat of ada"])
            // Whoever subscribes again is told again.
            try await subscriptions.subscribe(person: "ada", subject: "R-12", conversation: "team", reference: "{}")
            #expect(try await announce("e4", to: records) == 2)
        }
    }

    @Test("a conversation hears one after the other, in the order of the events")
    func order() async throws {
        try await Self.with { records, _ in
            try await records.subscriptions.subscribe(
                person: "ada", subject: "R-12", conversation: "c", reference: "{}")
            for key in ["e1", "e2", "e3"] { _ = try await announce(key, to: records) }
            var ids: [Int64] = []
            while let delivery = try await records.deliveries.claim(limit: 10).first {
                ids.append(delivery.id)
                #expect(try await records.deliveries.claim(limit: 10).isEmpty)
                try await records.deliveries.end(delivery, .sent)
            }
            #expect(ids.count == 3)
            #expect(ids == ids.sorted())
        }
    }

    @Test("two that send at the same time never have the same, and what a dead one claimed is not sent again")
    func claims() async throws {
        try await Self.with { records, pool in
            for number in 0..<30 {
                try await records.subscriptions.subscribe(
                    person: "p", subject: "R-12", conversation: "c\(number)", reference: "{}")
            }
            #expect(try await announce("e1", to: records) == 30)
            let claimed = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        var ids: [Int64] = []
                        for _ in 0..<10 { ids += try await records.deliveries.claim(limit: 3).map(\.id) }
                        return ids
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.count == 30)
            #expect(Set(claimed).count == 30)
            #expect(try await records.deliveries.endAbandoned(seconds: 60) == 0)
            try await pool.query("UPDATE deliveries SET claimed_at = claimed_at - interval '2 min'")
            #expect(try await records.deliveries.endAbandoned(seconds: 60) == 30)
            #expect(try await records.deliveries.claim(limit: 10).isEmpty)
            #expect(try await announce("e1", to: records) == 0)
        }
    }

    @Test("what surely did not arrive is due again later")
    func postponed() async throws {
        try await Self.with { records, _ in
            try await records.subscriptions.subscribe(
                person: "ada", subject: "R-12", conversation: "c", reference: "{}")
            _ = try await announce("e1", to: records)
            let delivery = try #require(try await records.deliveries.claim(limit: 1).first)
            try await records.deliveries.postpone(delivery, seconds: 600)
            #expect(try await records.deliveries.claim(limit: 1).isEmpty)
            #expect(try await records.deliveries.open() == 1)
            try await records.deliveries.prune(days: 0)
            #expect(try await records.deliveries.open() == 1)
        }
    }

    @Test("a release is looked at by one at a time, from where it is known")
    func watched() async throws {
        try await Self.with { records, _ in
            try await records.watchedReleases.watch("R1", title: "one")
            try await records.watchedReleases.watch("R1", title: "again")
            let first = try #require(try await records.watchedReleases.claim(limit: 5, seconds: 600).first)
            #expect(first.title == "one")
            #expect(try await records.watchedReleases.claim(limit: 5, seconds: 600).isEmpty)
            let later = first.seenUntil.addingTimeInterval(60)
            try await records.watchedReleases.saw("R1", until: later)
            try await records.watchedReleases.saw("R1", until: first.seenUntil)
            try await records.watchedReleases.watch("R2", title: "two")
            #expect(try await records.watchedReleases.claim(limit: 5, seconds: 0).map(\.id) == ["R2"])
            try await records.watchedReleases.forget("R2")
            #expect(try await records.watchedReleases.claim(limit: 5, seconds: 0).isEmpty)
        }
    }
}
