#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Postgres

/// What people sent and is not dealt with yet. It is recorded before it is acknowledged, so that no crash loses it.
///
/// A conversation's messages are taken by one worker at a time, in the order of their arrival: by the one that holds the
/// conversation's lane. A worker that is gone lets go of its lanes by not renewing them.
package struct Inbox: Sendable {
    let pool: Pool

    package struct Arrival: Sendable {
        package let conversation: String
        /// Unique within its conversation.
        package let activity: String
        /// JSON, as it came.
        package let body: String

        package init(conversation: String, activity: String, body: String) {
            self.conversation = conversation
            self.activity = activity
            self.body = body
        }
    }

    package enum Receipt: Sendable, Hashable {
        /// Recorded. The worker holds the lane or does not; the message is the lane's only one or is not.
        case recorded(id: Int64, isMine: Bool, isOnly: Bool)
        /// It is there already.
        case duplicate
        /// Too many of the conversation wait.
        case full
    }

    package struct Message: Sendable {
        package let id: Int64
        package let conversation: String
        package let activity: String
        package let body: String
        /// How often it was taken before and not finished; 0 for one that was just recorded.
        package var attempts: Int
        package let received: Date

        package init(
            id: Int64, conversation: String, activity: String, body: String, attempts: Int, received: Date
        ) {
            self.id = id
            self.conversation = conversation
            self.activity = activity
            self.body = body
            self.attempts = attempts
            self.received = received
        }
    }

    /// Records all of them in one statement, and takes the lanes that nobody holds. What the database cannot take does not
    /// keep the others out.
    /// - Parameters:
    ///   - lease: for how long a lane is held unless renewed, in seconds.
    ///   - limit: of a conversation's messages that wait.
    /// - Returns: one for each arrival, in their order.
    /// - Throws: what concerns all of them; whether they were recorded is then unknown.
    package func record(
        _ arrivals: [Arrival], worker: UUID, lease: Double, limit: Int
    ) async throws -> [Result<Receipt, any Error>] {
        do {
            return try await insert(arrivals, worker: worker, lease: lease, limit: limit).map { .success($0) }
        } catch let error as PostgresError where error.isAboutValues {
            guard arrivals.count > 1 else { return [.failure(error)] }
            var results: [Result<Receipt, any Error>] = []
            for arrival in arrivals {
                results += try await record([arrival], worker: worker, lease: lease, limit: limit)
            }
            return results
        }
    }

    private func insert(
        _ arrivals: [Arrival], worker: UUID, lease: Double, limit: Int
    ) async throws -> [Receipt] {
        let rows = try await pool.query(
            """
            WITH given AS MATERIALIZED (
                SELECT * FROM unnest(
                    \(TextArray(arrivals.map(\.conversation)))::text[], \(TextArray(arrivals.map(\.activity)))::text[],
                    \(TextArray(arrivals.map(\.body)))::text[]) WITH ORDINALITY AS g (conversation, activity, body, place)
            ), lane AS (
                INSERT INTO inbox_lanes AS lane (conversation_id, worker, held_until)
                SELECT conversation, \(worker)::uuid, clock_timestamp() + \(lease) * interval '1 s'
                FROM (SELECT DISTINCT conversation FROM given) AS conversations ORDER BY conversation
                ON CONFLICT (conversation_id) DO UPDATE SET
                    worker = CASE WHEN lane.held_until < clock_timestamp() THEN excluded.worker ELSE lane.worker END,
                    held_until = CASE WHEN lane.held_until < clock_timestamp() THEN excluded.held_until
                        ELSE lane.held_until END
                RETURNING conversation_id, worker
            ), open AS (
                SELECT conversation_id, count(*) AS waiting FROM inbox
                WHERE finished_at IS NULL AND conversation_id IN (SELECT conversation FROM given)
                GROUP BY conversation_id
            ), message AS (
                INSERT INTO inbox (conversation_id, activity_id, activity)
                SELECT conversation, activity, body
                FROM given JOIN lane ON lane.conversation_id = conversation
                    LEFT JOIN open ON open.conversation_id = conversation
                WHERE coalesce(waiting, 0) < \(limit)
                ORDER BY place
                ON CONFLICT (conversation_id, activity_id) DO NOTHING
                RETURNING id, conversation_id, activity_id
            )
            SELECT message.id, lane.worker = \(worker)::uuid AS mine, coalesce(waiting, 0) AS waiting
            FROM given JOIN lane ON lane.conversation_id = conversation
                LEFT JOIN open ON open.conversation_id = conversation
                LEFT JOIN message ON message.conversation_id = conversation AND message.activity_id = activity
            ORDER BY place
            """)
        var seen: Set<Int64> = []
        var busy: Set<String> = []
        return try zip(rows, arrivals).map { row, arrival in
            let waiting = try row.decode("waiting", as: Int.self)
            guard let id = try row.decode("id", as: Int64?.self) else { return waiting < limit ? .duplicate : .full }
            // The same one twice in one statement is one row.
            guard seen.insert(id).inserted else { return .duplicate }
            let isOnly = busy.insert(arrival.conversation).inserted && waiting == 0
            return .recorded(id: id, isMine: try row.decode("mine"), isOnly: isOnly)
        }
    }
}
