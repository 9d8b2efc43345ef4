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

    /// A message that is dealt with.
    package struct Ending: Sendable {
        package let message: Message
        /// A word for whoever looks into the table.
        package let outcome: String

        package init(_ message: Message, outcome: String) {
            self.message = message
            self.outcome = outcome
        }
    }

    /// The messages are dealt with, all in one statement, and their texts go. Takes the next one of each lane, or lets the
    /// lane go.
    /// - Parameter endings: each of another conversation.
    /// - Returns: the next message of each one's conversation, in their order; nil where there is none, or where the worker
    ///   has lost the lane.
    package func finish(_ endings: [Ending], worker: UUID) async throws -> [Message?] {
        let rows = try await pool.query(
            """
            WITH given AS MATERIALIZED (
                SELECT * FROM unnest(
                    \(TextArray(endings.map { String($0.message.id) }))::bigint[],
                    \(TextArray(endings.map(\.message.conversation)))::text[],
                    \(TextArray(endings.map(\.outcome)))::text[]) AS g (message, conversation, outcome)
            ), mine AS MATERIALIZED (
                -- In the order of `record`, so that two statements never wait for each other.
                SELECT conversation_id FROM inbox_lanes
                WHERE conversation_id IN (SELECT conversation FROM given) AND worker = \(worker)::uuid
                ORDER BY conversation_id FOR UPDATE
            ), done AS (
                UPDATE inbox SET finished_at = clock_timestamp(), activity = '', outcome = given.outcome
                FROM given WHERE id = message AND finished_at IS NULL
            ), found AS MATERIALIZED (
                SELECT conversation, (
                    SELECT id FROM inbox
                    WHERE conversation_id = conversation AND finished_at IS NULL AND id <> message
                    ORDER BY id LIMIT 1) AS following
                FROM given JOIN mine ON conversation_id = conversation
            ), released AS (
                UPDATE inbox_lanes SET held_until = '-infinity'
                FROM found WHERE conversation_id = conversation AND following IS NULL
            ), next AS (
                UPDATE inbox SET attempts = attempts + 1
                WHERE id IN (SELECT following FROM found)
                RETURNING \(fragment: Self.columns)
            )
            SELECT \(fragment: Self.columns) FROM next
            """)
        let messages = try rows.map { try Self.message($0) }
        let next = Dictionary(messages.map { ($0.conversation, $0) }, uniquingKeysWith: { first, _ in first })
        return endings.map { next[$0.message.conversation] }
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
