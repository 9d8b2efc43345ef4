#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Postgres

/// Who wants to hear of what.
package struct Subscriptions: Sendable {
    let pool: Pool

    package struct Subscription: Sendable, Hashable {
        package let id: Int64
        package let person: String
        /// What it is about, e.g. a release's number.
        package let subject: String
        /// Where to tell.
        package let conversation: String
        /// JSON with what the channel needs for that.
        package let reference: String?
        /// Kinds of events to hear of; nil for those that everybody hears of.
        package let events: [String]?
        package let created: Date
    }

    /// Subscribes a person in a conversation; a second time for the same subject renews how to tell and what.
    @discardableResult
    package func subscribe(
        person: String, subject: String, conversation: String, reference: String? = nil, events: [String]? = nil
    ) async throws -> Subscription {
        let kinds = events.map { $0.joined(separator: ",") }
        let row = try await pool.query(
            """
            INSERT INTO reva_subscriptions (person_id, subject, conversation_id, reference, events)
            VALUES (\(person), \(subject), \(conversation), \(optional: reference)::jsonb, \(optional: kinds))
            ON CONFLICT (person_id, conversation_id, subject) DO UPDATE
            SET reference = excluded.reference, events = excluded.events, ended_at = NULL, ended_because = NULL
            RETURNING \(fragment: Self.columns)
            """
        ).only
        return try Self.subscription(row)
    }

    /// Ends it in every conversation, however it is spelled in capitals; false when there was none.
    @discardableResult
    package func unsubscribe(person: String, subject: String) async throws -> Bool {
        try await pool.query(
            "DELETE FROM reva_subscriptions WHERE person_id = \(person) AND lower(subject) = lower(\(subject))"
        ).affected > 0
    }

    /// Removes all of a person's; returns how many.
    @discardableResult
    package func unsubscribeEverything(person: String) async throws -> Int {
        try await pool.query("DELETE FROM reva_subscriptions WHERE person_id = \(person)").affected
    }

    package func list(person: String) async throws -> [Subscription] {
        try await pool.query(
            """
            SELECT \(fragment: Self.columns) FROM reva_subscriptions
            WHERE person_id = \(person) AND ended_at IS NULL ORDER BY subject, id
            """
        ).map(Self.subscription)
    }

    /// Those to tell about a subject.
    package func list(subject: String) async throws -> [Subscription] {
        try await pool.query(
            """
            SELECT \(fragment: Self.columns) FROM reva_subscriptions
            WHERE subject = \(subject) AND ended_at IS NULL ORDER BY id
            """
        ).map(Self.subscription)
    }

    /// What anybody is subscribed to, each subject once, in lower case.
    package func subjects() async throws -> Set<String> {
        try await Set(
            pool.query("SELECT DISTINCT lower(subject) FROM reva_subscriptions WHERE ended_at IS NULL")
                .map { try $0.decode(0, as: String.self) })
    }

    /// Ends all subscriptions of a conversation that can no longer be told; they stay, and say why.
    /// - Returns: how many ended.
    @discardableResult
    package func end(inConversation conversation: String, because reason: String) async throws -> Int {
        try await pool.query(
            """
            UPDATE reva_subscriptions SET ended_at = clock_timestamp(), ended_because = \(reason)
            WHERE conversation_id = \(conversation) AND ended_at IS NULL
            """
        ).affected
    }

    private static let columns: Statement =
        "id, person_id, subject, conversation_id, reference::text AS reference, events, created_at"

    private static func subscription(_ row: Row) throws -> Subscription {
        try Subscription(
            id: row.decode("id"), person: row.decode("person_id"), subject: row.decode("subject"),
            conversation: row.decode("conversation_id"), reference: row.decode("reference"),
            events: row.decode("events", as: String?.self)?.split(separator: ",").map(String.init),
            created: row.decode("created_at"))
    }
}
