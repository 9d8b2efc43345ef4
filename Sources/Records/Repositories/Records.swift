#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Postgres

/// What Reva keeps, by kind. Times are the server's.
package struct Records: Sendable {
    package let conversations: Conversations
    package let memories: Memories
    package let subscriptions: Subscriptions
    package let activity: Activity
    package let tickets: Tickets
    package let toolDefinitions: ToolDefinitions
    package let inbox: Inbox
    package let deliveries: Deliveries
    package let watchedReleases: WatchList
    /// Issues and projects of Jira.
    package let watchedIssues: WatchList
    private let pool: Pool

    /// The pool is the caller's to close; its database has been migrated.
    package init(_ pool: Pool) {
        self.pool = pool
        conversations = Conversations(pool: pool)
        memories = Memories(pool: pool)
        subscriptions = Subscriptions(pool: pool)
        activity = Activity(pool: pool)
        tickets = Tickets(pool: pool)
        toolDefinitions = ToolDefinitions(pool: pool)
        inbox = Inbox(pool: pool)
        deliveries = Deliveries(pool: pool)
        watchedReleases = WatchList(pool: pool, place: .release)
        watchedIssues = WatchList(pool: pool, place: .jira)
    }

    /// Numbers of rows.
    package struct Counts: Sendable, Hashable {
        package let conversations: Int
        package let memories: Int
        package let subscriptions: Int
        package let activity: Int

        package init(conversations: Int, memories: Int, subscriptions: Int, activity: Int) {
            self.conversations = conversations
            self.memories = memories
            self.subscriptions = subscriptions
            self.activity = activity
        }
    }

    /// What was written since a moment, that moment included, and is still there.
    package func written(since time: Date) async throws -> Counts {
        try await counts(
            """
            SELECT (SELECT count(*) FROM conversations WHERE created_at >= \(time)) AS conversations,
                (SELECT count(*) FROM memories WHERE created_at >= \(time)) AS memories,
                (SELECT count(*) FROM reva_subscriptions WHERE created_at >= \(time)) AS subscriptions,
                (SELECT count(*) FROM activity_logs WHERE at >= \(time)) AS activity
            """)
    }

    /// All there is, of one moment.
    package func counts() async throws -> Counts {
        try await counts(
            """
            SELECT (SELECT count(*) FROM conversations) AS conversations, (SELECT count(*) FROM memories) AS memories,
                (SELECT count(*) FROM reva_subscriptions) AS subscriptions,
                (SELECT count(*) FROM activity_logs) AS activity
            """)
    }

    private func counts(_ statement: Statement) async throws -> Counts {
        let row = try await pool.query(statement).only
        return try Counts(
            conversations: row.decode("conversations"), memories: row.decode("memories"),
            subscriptions: row.decode("subscriptions"), activity: row.decode("activity"))
    }
}
