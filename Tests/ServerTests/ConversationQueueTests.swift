import Foundation
import PostgresTesting
import Testing

@testable import Postgres
@testable import Records
@testable import Server

@Suite(.postgresWithVector, .timeLimit(.minutes(5))) struct ConversationQueueTests {
    private func arrival(_ conversation: Int, _ number: Int) -> Inbox.Arrival {
        Inbox.Arrival(conversation: "c\(conversation)", activity: "\(number)", body: "\(number)")
    }

    @Test("a thousand conversations at once stay in order, and no more than allowed are answered at a time")
    func order() async throws {
        try await QueueSite.with { site in
            let ledger = Ledger()
            var options = ConversationQueue.Options.quick
            options.width = 4
            let queue = site.queue(options) { message in
                await ledger.begin()
                await Task.yield()
                await ledger.end(message.conversation, message.body)
                return .finished("answered")
            }
            try await QueueSite.running([queue]) {
                // One after the other within a conversation, as Teams sends them; all conversations at once.
                await withDiscardingTaskGroup { group in
                    for conversation in 0..<1000 {
                        group.addTask {
                            for number in 0..<3 {
                                guard case .recorded = await queue.accept(arrival(conversation, number)) else {
                                    Issue.record("a message was not recorded")
                                    return
                                }
                            }
                        }
                    }
                }
                await ledger.reach(3000)
            }
            let texts = await ledger.texts
            #expect(texts.count == 1000)
            #expect(texts.values.allSatisfy { $0 == ["0", "1", "2"] })
            #expect(await ledger.highest <= 4)
            #expect(try await site.inbox.open() == 0)
        }
    }

    @Test("a conversation that writes much does not keep the others waiting")
    func fair() async throws {
        try await QueueSite.with { site in
            let ledger = Ledger()
            var options = ConversationQueue.Options.quick
            options.width = 1
            let queue = site.queue(options) { message in
                await ledger.begin()
                await ledger.end(message.conversation, message.body)
                return .finished("answered")
            }
            // All is there before anything is dealt with.
            _ = try await site.inbox.record(
                (0..<20).map { arrival(1, $0) } + [arrival(2, 0)], worker: UUID(), lease: -1, limit: 100)
            try await QueueSite.running([queue]) { await ledger.reach(21) }
            let place = await ledger.entries.firstIndex { $0.conversation == "c2" }
            #expect(try #require(place) <= 2)
        }
    }

    @Test("what a process left that was killed is finished by another, once")
    func killed() async throws {
        try await QueueSite.with { site in
            let ledger = Ledger()
            // It never gets to an end, and its lease is over at once: as if it had been killed in the middle.
            var dying = ConversationQueue.Options.quick
            dying.lease = -1
            let dead = site.queue(dying) { _ in
                try? await Task.sleep(for: .seconds(86400))
                return .finished("never")
            }
            for number in 0..<3 {
                guard case .recorded = await dead.accept(arrival(1, number)) else {
                    Issue.record("a message was not recorded")
                    return
                }
            }
            #expect(try await site.inbox.open() == 3)

            let alive = site.queue { message in
                await ledger.begin()
                #expect(message.attempts > 0, "whoever takes up what another began has to know")
                await ledger.end(message.conversation, message.body)
                return .finished("answered")
            }
            try await QueueSite.running([alive]) { await ledger.reach(3) }
            #expect(await ledger.texts == ["c1": ["0", "1", "2"]])
            #expect(try await site.inbox.open() == 0)
            // Teams sends it again, because the first one never acknowledged it.
            #expect(await alive.accept(arrival(1, 0)) == .duplicate)
            #expect(await ledger.entries.count == 3)
        }
    }

    @Test("two processes deal with each message once, and keep the order of each conversation")
    func replicas() async throws {
        try await QueueSite.with { site in
            let ledger = Ledger()
            let queues = (0..<2).map { _ in
                site.queue { message in
                    await ledger.begin()
                    await Task.yield()
                    await ledger.end(message.conversation, message.body)
                    return .finished("answered")
                }
            }
            try await QueueSite.running(queues) {
                await withDiscardingTaskGroup { group in
                    for conversation in 0..<30 {
                        group.addTask {
                            for number in 0..<10 {
                                // Each message at both, as when one of them was slow to acknowledge it.
                                _ = await queues[number % 2].accept(arrival(conversation, number))
                                #expect(
                                    await queues[1 - number % 2].accept(arrival(conversation, number)) == .duplicate)
                            }
                        }
                    }
                }
                await ledger.reach(300)
            }
            let texts = await ledger.texts
            #expect(texts.count == 30)
            #expect(texts.values.allSatisfy { $0 == (0..<10).map(String.init) })
            #expect(try await site.inbox.open() == 0)
        }
    }

    @Test("what could not be delivered is tried again, and does not hold up other conversations")
    func postponed() async throws {
        try await QueueSite.with { site in
            let ledger = Ledger()
            let queue = site.queue { message in
                await ledger.begin()
                await ledger.end(message.conversation, "\(message.body) try \(message.attempts)")
                return message.conversation == "c1" && message.attempts == 0
                    ? .postponed(seconds: 0) : .finished("answered")
            }
            try await QueueSite.running([queue]) {
                _ = await queue.accept(arrival(1, 0))
                _ = await queue.accept(arrival(2, 0))
                await ledger.reach(3)
            }
            #expect(await ledger.texts == ["c1": ["0 try 0", "0 try 1"], "c2": ["0 try 0"]])
        }
    }

    @Test("a process that ends lets go of what it did not finish")
    func ending() async throws {
        try await QueueSite.with { site in
            var options = ConversationQueue.Options.quick
            options.grace = .milliseconds(10)
            let started = AsyncStream<Void>.makeStream()
            let first = site.queue(options) { _ in
                started.continuation.yield()
                try? await Task.sleep(for: .seconds(86400))
                return .finished("never")
            }
            try await QueueSite.running([first]) {
                _ = await first.accept(arrival(1, 0))
                for await _ in started.stream { break }
            }
            #expect(try await site.inbox.open() == 1)
            let ledger = Ledger()
            let second = site.queue { message in
                await ledger.begin()
                await ledger.end(message.conversation, message.body)
                return .finished("answered")
            }
            try await QueueSite.running([second]) { await ledger.reach(1) }
            #expect(try await site.inbox.open() == 0)
        }
    }

    @Test("without the database people are answered all the same, in order and once")
    func away() async throws {
        try await QueueSite.with { site in
            let ledger = Ledger()
            let queue = site.queue { message in
                await ledger.begin()
                await ledger.end(message.conversation, message.body)
                return .finished("answered")
            }
            try await site.pool.query("ALTER TABLE inbox RENAME TO gone")
            try await QueueSite.running([queue]) {
                for number in 0..<3 {
                    guard case .recorded(0, _, _) = await queue.accept(arrival(1, number)) else {
                        Issue.record("a message was not taken")
                        return
                    }
                }
                #expect(await queue.accept(arrival(1, 0)) == .duplicate)
                await ledger.reach(3)
                // The database is back, and Teams sends again what it thinks was lost.
                try await site.pool.query("ALTER TABLE gone RENAME TO inbox")
                _ = await queue.accept(arrival(1, 2))
                _ = await queue.accept(arrival(1, 3))
                await ledger.reach(4)
            }
            #expect(await ledger.texts == ["c1": ["0", "1", "2", "3"]])
            #expect(try await site.inbox.open() == 0)
        }
    }
}
