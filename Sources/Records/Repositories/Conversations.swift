#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Postgres

/// Messages as they were exchanged, one row each.
package struct Conversations: Sendable {
    let pool: Pool

    package enum Role: String, Sendable, Hashable {
        case person, assistant, tool, system
    }

    package struct Message: Sendable, Hashable {
        package let id: Int64
        package let conversation: String
        /// Whom it is from, or whom it answers; nil where nobody in particular.
        package let person: String?
        package let role: Role
        package let text: String
        /// Where it was exchanged, e.g. `msteams`.
        package let channel: String
        /// JSON with what the channel needs to answer later.
        package let reference: String?
        package let time: Date
    }

    @discardableResult
    package func append(
        conversation: String, person: String?, role: Role, text: String, channel: String, reference: String? = nil
    ) async throws -> Message {
        let row = try await pool.query(
            """
            INSERT INTO conversations (conversation_id, person_id, role, text, channel, reference)
            VALUES (\(conversation), \(optional: person), \(role.rawValue), \(text), \(channel), \(optional: reference)::jsonb)
            RETURNING \(fragment: Self.columns)
            """
        ).only
        return try Self.message(row)
    }

    /// The newest messages of a conversation, oldest of them first.
    package func history(of conversation: String, limit: Int = 50) async throws -> [Message] {
        try await pool.query(
            """
            SELECT \(fragment: Self.columns) FROM conversations WHERE conversation_id = \(conversation)
            ORDER BY id DESC LIMIT \(limit)
            """
        ).map(Self.message).reversed()
    }

    /// Removes what a person said and what was said to them; returns how many messages that were.
    @discardableResult
    package func forget(person: String) async throws -> Int {
        try await pool.query("DELETE FROM conversations WHERE person_id = \(person)").affected
    }

    private static let columns: Statement =
        "id, conversation_id, person_id, role, text, channel, reference::text AS reference, created_at"

    private static func message(_ row: Row) throws -> Message {
        let role = try row.decode("role", as: String.self)
        guard let known = Role(rawValue: role) else {
            throw PostgresError(.decoding, "column role holds \(role), which this reva does not know")
        }
        return try Message(
            id: row.decode("id"), conversation: row.decode("conversation_id"), person: row.decode("person_id"),
            role: known, text: row.decode("text"), channel: row.decode("channel"),
            reference: row.decode("reference"), time: row.decode("created_at"))
    }
}
