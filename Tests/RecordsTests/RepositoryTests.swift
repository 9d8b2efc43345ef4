import Foundation
import Deployment
import PostgresTesting
import Testing

@testable import Postgres
@testable import Records

/// Runs on every installation with pgvector.
@Suite struct RepositoryTests {
    private static func with(
        _ installation: PostgresInstallation, _ body: (Records, Pool) async throws -> Void
    ) async throws {
        try await TestDatabase.with(installation) { database in
            let pool = Pool(try Address(database.url), size: 4)
            try await pool.withConnection { _ = try await Migrator().migrate($0) }
            do {
                try await body(Records(pool), pool)
            } catch {
                await pool.close()
                throw error
            }
            await pool.close()
        }
    }

    @Test(
        "keeps messages in order, and gives the newest of a conversation",
        arguments: try await TestInstallations.withVector)
    func conversations(on installation: PostgresInstallation) async throws {
        try await Self.with(installation) { records, _ in
            for index in 1...5 {
                try await records.conversations.append(
                    conversation: "c1", person: "p1", role: index % 2 == 0 ? .assistant : .person,
                    text: "message \(index)",
                    channel: "msteams", reference: #"{"b": 1, "a": "it's"}"#)
            }
            try await records.conversations.append(
                conversation: "c2", person: nil, role: .system, text: "other", channel: "terminal")
            let history = try await records.conversations.history(of: "c1", limit: 3)
            #expect(history.map(\.text) == ["message 3", "message 4", "message 5"])
            #expect(history.map(\.role) == [.person, .assistant, .person])
            #expect(history[0].reference == #"{"a": "it's", "b": 1}"#)
            #expect(abs(history[0].time.timeIntervalSinceNow) < 600)
            #expect(try await records.conversations.history(of: "nobody").isEmpty)
            #expect(try await records.conversations.forget(person: "p1") == 5)
            #expect(try await records.counts().conversations == 1)
        }
    }

    @Test(
        "remembers, lists and forgets a person's memories, never another's",
        arguments: try await TestInstallations.withVector)
    func memories(on installation: PostgresInstallation) async throws {
        try await Self.with(installation) { records, _ in
            let memories = records.memories
            let first = try await memories.remember("likes short answers", person: "p1")
            let again = try await memories.remember("likes short answers", person: "p1")
            #expect(again.id == first.id)
            #expect(again.updated >= first.updated)
            let second = try await memories.remember("owns release R42", person: "p1")
            let others = try await memories.remember("likes short answers", person: "p2")
            #expect(try await memories.list(person: "p1").map(\.id) == [first.id, second.id])
            #expect(try await !memories.forget(others.id, person: "p1"))
            #expect(try await memories.forget(first.id, person: "p1"))
            #expect(try await !memories.forget(first.id, person: "p1"))
            #expect(try await memories.forgetEverything(person: "p1") == 1)
            #expect(try await memories.list(person: "p2") == [others])
        }
    }

    @Test(
        "recalls by the same model only, exactly, and forgets vectors with their memory",
        arguments: try await TestInstallations.withVector)
    func embeddings(on installation: PostgresInstallation) async throws {
        try await Self.with(installation) { records, pool in
            let memories = records.memories
            let small = Memories.Model(name: "small", digest: "d1")
            let large = Memories.Model(name: "large", digest: "d2")
            let east = try await memories.remember("east", person: "p1")
            let north = try await memories.remember("north", person: "p1")
            let foreign = try await memories.remember("east", person: "p2")
            #expect(try await memories.withoutEmbedding(model: small).count == 3)
            for (memory, vector) in [(east, [1, 0.1]), (north, [0, 1]), (foreign, [1, 0])]
                as [(Memories.Memory, [Float])]
            {
                #expect(try await memories.embed(memory, vector, model: small))
            }
            // Other models' vectors have other lengths in the same column.
            #expect(try await memories.embed(east, [1, 0, 0], model: large))
            #expect(try await memories.withoutEmbedding(model: small).isEmpty)
            #expect(try await memories.withoutEmbedding(model: large).map(\.id) == [north.id, foreign.id])
            let matches = try await memories.recall(near: [1, 0], person: "p1", model: small)
            #expect(matches.map(\.memory.text) == ["east", "north"])
            #expect(matches[0].distance < 0.01)
            #expect(abs(matches[1].distance - 1) < 1e-6)
            #expect(try await memories.recall(near: [1, 0, 0], person: "p1", model: small).isEmpty)
            #expect(try await memories.embed(east, [0, 1], model: small))
            #expect(
                try await memories.recall(near: [0, 1], person: "p1", model: small, limit: 1)[0].memory.id == east.id)
            try await memories.forget(east.id, person: "p1")
            #expect(try await !memories.embed(east, [0, 1], model: small))
            #expect(try await pool.query("SELECT count(*) FROM memory_embeddings").only.decode(0) == 2)
        }
    }

    @Test(
        "subscribes once a subject and conversation, and tells who wants to know",
        arguments: try await TestInstallations.withVector)
    func subscriptions(on installation: PostgresInstallation) async throws {
        try await Self.with(installation) { records, _ in
            let subscriptions = records.subscriptions
            let first = try await subscriptions.subscribe(person: "p1", subject: "R1", conversation: "c1")
            let again = try await subscriptions.subscribe(
                person: "p1", subject: "R1", conversation: "c1", reference: "{}", events: ["TASK_FAILED"])
            #expect(again.id == first.id)
            #expect(again.reference == "{}")
            #expect(again.events == ["TASK_FAILED"])
            try await subscriptions.subscribe(person: "p2", subject: "R1", conversation: "c3")
            try await subscriptions.subscribe(person: "p1", subject: "R2", conversation: "c2")
            #expect(try await subscriptions.list(person: "p1").map(\.subject) == ["R1", "R2"])
            #expect(try await subscriptions.list(subject: "R1").map(\.conversation) == ["c1", "c3"])
            #expect(try await subscriptions.unsubscribe(person: "p1", subject: "R1"))
            #expect(try await !subscriptions.unsubscribe(person: "p1", subject: "R1"))
            #expect(try await subscriptions.unsubscribeEverything(person: "p1") == 1)
            #expect(try await subscriptions.list(subject: "R1").map(\.person) == ["p2"])
        }
    }

    @Test("counts what was written since a moment", arguments: try await TestInstallations.withVector)
    func written(on installation: PostgresInstallation) async throws {
        try await Self.with(installation) { records, pool in
            try await records.memories.remember("before", person: "p1")
            try await records.activity.append(actor: "a", action: "before")
            let moment: Date = try await pool.query("SELECT clock_timestamp()").only.decode(0)
            try await records.memories.remember("after", person: "p1")
            try await records.conversations.append(
                conversation: "c", person: "p1", role: .person, text: "after", channel: "x")
            try await records.subscriptions.subscribe(person: "p1", subject: "after", conversation: "c")
            try await records.activity.append(actor: "a", action: "after")
            #expect(
                try await records.written(since: moment)
                    == Records.Counts(conversations: 1, memories: 1, subscriptions: 1, activity: 1))
            #expect(
                try await records.counts()
                    == Records.Counts(conversations: 1, memories: 2, subscriptions: 1, activity: 2))
        }
    }
}
