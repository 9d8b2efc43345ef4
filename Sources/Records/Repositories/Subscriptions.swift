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
        package let created: Date
    }

    /// Subscribes a person; a second time for the same subject only changes where to tell.
    @discardableResult
    package func subscribe(
        person: String, subject: String, conversation: String, reference: String? = nil
    ) async throws -> Subscription {
        let row = try await pool.query(
            """
            INSERT INTO reva_subscriptions (person_id, subject, conversation_id, reference)
            VALUES (\(person), \(subject), \(conversation), \(optional: reference)::jsonb)
            ON CONFLICT (person_id, subject)
            DO UPDATE SET conversation_id = excluded.conversation_id, reference = excluded.reference
            RETURNING \(fragment: Self.columns)
            """
        ).only
        return try Self.subscription(row)
    }

    /// False when there was none.
    @discardableResult
    package func unsubscribe(person: String, subject: String) async throws -> Bool {
        try await pool.query(
            "DELETE FROM reva_subscriptions WHERE person_id = \(person) AND subject = \(subject)"
        ).affected == 1
    }

    /// Removes all of a person's; returns how many.
    @discardableResult
    package func unsubscribeEverything(person: String) async throws -> Int {
        try await pool.query("DELETE FROM reva_subscriptions WHERE person_id = \(person)").affected
    }

    package func list(person: String) async throws -> [Subscription] {
        try await pool.query(
            "SELECT \(fragment: Self.columns) FROM reva_subscriptions WHERE person_id = \(person) ORDER BY subject"
        ).map(Self.subscription)
    }

    /// Those to tell about a subject.
    package func list(subject: String) async throws -> [Subscription] {
        try await pool.query(
            "SELECT \(fragment: Self.columns) FROM reva_subscriptions WHERE subject = \(subject) ORDER BY id"
        ).map(Self.subscription)
    }

    private static let columns: Statement =
        "id, person_id, subject, conversation_id, reference::text AS reference, created_at"

    private static func subscription(_ row: Row) throws -> Subscription {
        try Subscription(
            id: row.decode("id"), person: row.decode("person_id"), subject: row.decode("subject"),
            conversation: row.decode("conversation_id"), reference: row.decode("reference"),
            created: row.decode("created_at"))
    }
}
