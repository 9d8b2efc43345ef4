import Postgres

/// What subscribers are told. Each event comes to each conversation once: a delivery is claimed before it is sent, and one
/// whose sender died is never sent again, for it may have arrived.
package struct Deliveries: Sendable {
    let pool: Pool

    package struct Delivery: Sendable, Hashable {
        package let id: Int64
        package let subscription: Int64
        package let conversation: String
        /// JSON, as it was announced.
        package let event: String
        /// JSON with what the channel needs to send; nil where the subscription has none.
        package let reference: String?
        /// How often it was tried, this time included.
        package let attempts: Int
    }

    package enum End: String, Sendable, CaseIterable {
        case sent
        /// It may have arrived or not; it is not sent again.
        case unknown
        case failed
    }

    /// Puts an event down for all who subscribed to one of its subjects and can be told; the same event again adds nobody twice.
    /// - Parameters:
    ///   - key: the same for each report of the same event.
    ///   - subjects: names of what it is about, each in lower case.
    ///   - isForAll: whether those are told who did not choose kinds of events.
    ///   - isInDigest: those who did not choose are told in another way: for them it counts as sent.
    /// - Returns: for how many conversations it is new.
    @discardableResult
    package func announce(
        key: String, kind: String, isForAll: Bool, isInDigest: Bool = false, subjects: [String], event: String
    ) async throws -> Int {
        try await pool.query(
            """
            INSERT INTO deliveries (event_key, subscription_id, conversation_id, event, state, ended_at)
            SELECT DISTINCT ON (conversation_id) \(key), id, conversation_id, \(event),
                CASE WHEN events IS NULL AND \(isInDigest) THEN 'sent' ELSE 'waiting' END,
                CASE WHEN events IS NULL AND \(isInDigest) THEN clock_timestamp() END
            FROM reva_subscriptions
            WHERE ended_at IS NULL AND reference IS NOT NULL AND lower(subject) = ANY (\(TextArray(subjects))::text[])
                AND (events IS NULL AND \(isForAll) OR \(kind) = ANY (string_to_array(events, ',')))
            ORDER BY conversation_id, events IS NOT NULL, id
            ON CONFLICT (event_key, conversation_id) DO NOTHING
            """
        ).affected
    }

    /// Those of the events that somebody is told of already, or was within the time that is kept.
    package func known(_ keys: [String]) async throws -> Set<String> {
        try await Set(
            pool.query("SELECT DISTINCT event_key FROM deliveries WHERE event_key = ANY (\(TextArray(keys))::text[])")
                .map { try $0.decode(0, as: String.self) })
    }

    /// Takes what is due, in each conversation only the oldest; nobody else gets the same.
    package func claim(limit: Int) async throws -> [Delivery] {
        try await pool.query(
            """
            UPDATE deliveries SET state = 'sending', claimed_at = clock_timestamp(), attempts = attempts + 1
            FROM reva_subscriptions AS subscription
            WHERE subscription.id = subscription_id AND deliveries.id IN (
                SELECT id FROM deliveries AS candidate
                WHERE state = 'waiting' AND due_at <= clock_timestamp() AND NOT EXISTS (
                    SELECT FROM deliveries AS earlier
                    WHERE earlier.conversation_id = candidate.conversation_id AND earlier.id < candidate.id
                        AND earlier.state IN ('waiting', 'sending'))
                ORDER BY id LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            RETURNING deliveries.id, subscription_id, deliveries.conversation_id, event,
                reference::text AS reference, attempts
            """
        ).map { row in
            try Delivery(
                id: row.decode("id"), subscription: row.decode("subscription_id"),
                conversation: row.decode("conversation_id"), event: row.decode("event"),
                reference: row.decode("reference"), attempts: row.decode("attempts"))
        }
    }

    /// What became of a delivery that was claimed.
    package func end(_ delivery: Delivery, _ end: End) async throws {
        try await pool.query(
            """
            UPDATE deliveries SET state = \(end.rawValue), ended_at = clock_timestamp()
            WHERE id = \(delivery.id) AND state = 'sending'
            """)
    }

    /// It surely did not arrive, and is due again in so many seconds.
    package func postpone(_ delivery: Delivery, seconds: Double) async throws {
        try await pool.query(
            """
            UPDATE deliveries SET state = 'waiting', due_at = clock_timestamp() + \(seconds) * interval '1 s'
            WHERE id = \(delivery.id) AND state = 'sending'
            """)
    }

    /// Ends, as unknown, what was claimed so many seconds ago: whoever claimed it is gone.
    /// - Returns: how many those were.
    package func endAbandoned(seconds: Double) async throws -> Int {
        try await pool.query(
            """
            UPDATE deliveries SET state = 'unknown', ended_at = clock_timestamp()
            WHERE state = 'sending' AND claimed_at < clock_timestamp() - \(seconds) * interval '1 s'
            """
        ).affected
    }

    /// How many wait, with those being sent.
    package func open() async throws -> Int {
        try await pool.query("SELECT count(*) FROM deliveries WHERE state IN ('waiting', 'sending')").only.decode(0)
    }

    /// Removes what ended so many days ago. Within that time the same event is known again.
    package func prune(days: Int) async throws {
        try await pool.query("DELETE FROM deliveries WHERE ended_at < clock_timestamp() - \(days) * interval '1 day'")
    }
}
