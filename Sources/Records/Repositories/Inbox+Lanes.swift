#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Postgres

extension Inbox {
    /// Takes the oldest message of a conversation, with its lane; nil where there is none, or where another holds the lane.
    package func take(from conversation: String, worker: UUID, lease: Double) async throws -> Message? {
        try await pool.query(
            """
            WITH lane AS (
                UPDATE inbox_lanes
                SET worker = \(worker)::uuid, held_until = clock_timestamp() + \(lease) * interval '1 s'
                WHERE conversation_id = \(conversation)
                    AND (worker = \(worker)::uuid OR held_until < clock_timestamp())
                RETURNING conversation_id
            )
            UPDATE inbox SET attempts = attempts + 1
            WHERE EXISTS (SELECT FROM lane) AND id = (
                SELECT id FROM inbox WHERE conversation_id = \(conversation) AND finished_at IS NULL
                ORDER BY id LIMIT 1)
            RETURNING \(fragment: Self.columns)
            """
        ).first.map(Self.message)
    }

    /// The message is dealt with, and its text goes. Takes the next one of the lane, or lets the lane go.
    /// - Parameter outcome: a word for whoever looks into the table.
    package func finish(_ message: Message, outcome: String, worker: UUID) async throws -> Message? {
        try await pool.query(
            """
            WITH done AS (
                UPDATE inbox SET finished_at = clock_timestamp(), activity = '', outcome = \(outcome)
                WHERE id = \(message.id) AND finished_at IS NULL
            ), next AS (
                UPDATE inbox SET attempts = attempts + 1
                WHERE id = (
                    SELECT id FROM inbox
                    WHERE conversation_id = \(message.conversation) AND finished_at IS NULL AND id <> \(message.id)
                    ORDER BY id LIMIT 1)
                AND EXISTS (
                    SELECT FROM inbox_lanes
                    WHERE conversation_id = \(message.conversation) AND worker = \(worker)::uuid)
                RETURNING \(fragment: Self.columns)
            ), released AS (
                UPDATE inbox_lanes SET held_until = '-infinity'
                WHERE conversation_id = \(message.conversation) AND worker = \(worker)::uuid
                    AND NOT EXISTS (SELECT FROM next)
            )
            SELECT \(fragment: Self.columns) FROM next
            """
        ).first.map(Self.message)
    }

    /// Nobody takes the conversation's messages for so many seconds.
    package func postpone(_ conversation: String, seconds: Double, worker: UUID) async throws {
        try await pool.query(
            """
            UPDATE inbox_lanes
            SET worker = '00000000-0000-0000-0000-000000000000',
                held_until = clock_timestamp() + \(seconds) * interval '1 s'
            WHERE conversation_id = \(conversation) AND worker = \(worker)::uuid
            """)
    }

    /// Conversations with messages that nobody takes, or that this worker has to; those that wait longest first.
    package func waiting(for worker: UUID, limit: Int) async throws -> [String] {
        try await pool.query(
            """
            SELECT conversation_id FROM inbox JOIN inbox_lanes USING (conversation_id)
            WHERE finished_at IS NULL AND (held_until < clock_timestamp() OR worker = \(worker)::uuid)
            GROUP BY conversation_id ORDER BY min(id) LIMIT \(limit)
            """
        ).map { try $0.decode(0) }
    }

    /// Holds the worker's lanes for longer.
    /// - Returns: the conversations whose lanes it still holds.
    package func renew(worker: UUID, lease: Double) async throws -> Set<String> {
        try await Set(
            pool.query(
                """
                UPDATE inbox_lanes SET held_until = clock_timestamp() + \(lease) * interval '1 s'
                WHERE worker = \(worker)::uuid AND held_until >= clock_timestamp()
                RETURNING conversation_id
                """
            ).map { try $0.decode(0, as: String.self) })
    }

    /// Lets all lanes of the worker go, at its end.
    package func release(worker: UUID) async throws {
        try await pool.query(
            "UPDATE inbox_lanes SET held_until = '-infinity' WHERE worker = \(worker)::uuid AND held_until > '-infinity'"
        )
    }

    /// How many messages wait, with those being answered.
    package func open() async throws -> Int {
        try await pool.query("SELECT count(*) FROM inbox WHERE finished_at IS NULL").only.decode(0)
    }

    /// Removes what was dealt with so many hours ago. Within that time the same message is known again.
    package func prune(hours: Int) async throws {
        try await pool.query(
            "DELETE FROM inbox WHERE finished_at < clock_timestamp() - \(hours) * interval '1 hour'")
        try await pool.query(
            """
            DELETE FROM inbox_lanes WHERE held_until < clock_timestamp() - interval '1 hour' AND NOT EXISTS (
                SELECT FROM inbox WHERE inbox.conversation_id = inbox_lanes.conversation_id AND finished_at IS NULL)
            """)
    }

    private static let columns: Statement = "id, conversation_id, activity_id, activity, attempts, received_at"

    private static func message(_ row: Row) throws -> Message {
        try Message(
            id: row.decode("id"), conversation: row.decode("conversation_id"), activity: row.decode("activity_id"),
            body: row.decode("activity"), attempts: row.decode("attempts"), received: row.decode("received_at"))
    }
}
