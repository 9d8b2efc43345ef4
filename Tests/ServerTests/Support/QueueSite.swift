import Foundation
import Logging
import PostgresTesting
import ServiceLifecycle
import Synchronization

@testable import Postgres
@testable import Records
@testable import Server

/// A database with an inbox, and queues over it, each as in a process of its own.
struct QueueSite: Sendable {
    let inbox: Inbox
    let pool: Pool
    static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    static func with(_ body: (QueueSite) async throws -> Void) async throws {
        let pool = Pool(try Address(TestDatabase.current.url), size: 6)
        try await pool.withConnection { _ = try await Migrator().migrate($0) }
        let result = await Result.catching {
            try await body(QueueSite(inbox: Records(pool).inbox, pool: pool))
        }
        await pool.close()
        try result.get()
    }

    func queue(
        _ options: ConversationQueue.Options = .quick, handler: @escaping ConversationQueue.Handler
    ) -> ConversationQueue {
        ConversationQueue(inbox: inbox, options: options, logger: Self.logger, handler: handler)
    }

    /// Runs services for as long as `body` does, and asks them to end then.
    static func running<Value>(
        _ services: [any Service], _ body: () async throws -> Value
    ) async throws -> Value {
        let group = ServiceGroup(
            configuration: .init(services: services.map { .init(service: $0) }, logger: logger))
        let task = Task { try await group.run() }
        let result = await Result.catching { try await body() }
        await group.triggerGracefulShutdown()
        _ = await task.result
        return try result.get()
    }
}

extension ConversationQueue.Options {
    /// With short pauses, so that tests need not wait.
    static var quick: Self {
        var options = Self()
        options.pause = .milliseconds(20)
        return options
    }
}

/// What was dealt with, in order, and a way to wait for it.
actor Ledger {
    private(set) var entries: [(conversation: String, text: String)] = []
    private(set) var highest = 0
    private var current = 0
    private var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

    func begin() {
        current += 1
        highest = max(highest, current)
    }

    func end(_ conversation: String, _ text: String) {
        current -= 1
        entries.append((conversation, text))
        for entry in waiting where entry.count <= entries.count { entry.continuation.resume() }
        waiting.removeAll { $0.count <= entries.count }
    }

    /// Returns when so many were dealt with; the test's own limit of time ends a wait in vain.
    func reach(_ count: Int) async {
        guard entries.count < count else { return }
        await withCheckedContinuation { waiting.append((count, $0)) }
    }

    var texts: [String: [String]] {
        Dictionary(grouping: entries, by: \.conversation).mapValues { $0.map(\.text) }
    }
}

extension Result where Failure == any Error {
    static func catching(_ body: () async throws -> Success) async -> Self {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}
