#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Postgres

/// Calls that wait for a person's yes. Each is decided once, in one statement, whoever clicks how often.
package struct Tickets: Sendable {
    let pool: Pool

    package enum State: String, Sendable, Hashable {
        case open
        /// Approved; the call was begun, and nobody has said yet how it ended.
        case running
        case done, failed
        /// The connection was lost before the answer: nobody knows whether the call was done.
        case unknown
        case declined
    }

    /// What is asked for.
    package struct Call: Sendable, Hashable {
        package let server: String
        package let tool: String
        /// JSON, in the text that a person is shown and that is run.
        package let arguments: String
        /// Of the tool's definition, as it was when this was asked.
        package let definitionHash: String
        package let effect: String
        /// Who may approve; the assistant's own text.
        package let approvers: String

        package init(
            server: String, tool: String, arguments: String, definitionHash: String, effect: String, approvers: String
        ) {
            self.server = server
            self.tool = tool
            self.arguments = arguments
            self.definitionHash = definitionHash
            self.effect = effect
            self.approvers = approvers
        }
    }

    package struct Ticket: Sendable, Hashable {
        /// 32 random hexadecimal digits: who does not have it cannot guess it.
        package let id: String
        package let state: State
        package let call: Call
        package let conversation: String
        package let requester: String
        package let requesterName: String
        package let expires: Date
        package let isExpired: Bool
        package let decidedBy: String?
        package let decided: Date?
        package let outcome: String?
    }

    /// Keeps a call until somebody decides, or `seconds` have passed.
    package func open(
        _ call: Call, conversation: String, requester: String, requesterName: String, seconds: Int
    ) async throws -> Ticket {
        try await pool.query(
            """
            INSERT INTO tickets (
                id, server, tool, arguments, arguments_hash, definition_hash, effect, approvers, conversation_id,
                requester_id, requester_name, expires_at)
            VALUES (
                replace(gen_random_uuid()::text, '-', ''), \(call.server), \(call.tool), \(call.arguments),
                encode(sha256(convert_to(\(call.arguments)::text, 'UTF8')), 'hex'), \(call.definitionHash),
                \(call.effect), \(call.approvers), \(conversation), \(requester), \(requesterName),
                clock_timestamp() + \(seconds)::int * interval '1 second')
            RETURNING \(fragment: Self.columns)
            """
        ).map(Self.ticket)[0]
    }

    /// Nil where there is none of that id.
    package func find(_ id: String) async throws -> Ticket? {
        try await pool.query("SELECT \(fragment: Self.columns) FROM tickets WHERE id = \(id)").first.map(Self.ticket)
    }

    /// Takes an open ticket that has not expired and whose arguments are those that were asked for; it is used up by that.
    /// - Returns: nil where another was faster, or it is too late.
    package func take(_ id: String, by person: String) async throws -> Ticket? {
        try await decide(id, by: person, state: .running)
    }

    /// Uses an open ticket up without its call; nil as for `take`.
    package func decline(_ id: String, by person: String) async throws -> Ticket? {
        try await decide(id, by: person, state: .declined)
    }

    private func decide(_ id: String, by person: String, state: State) async throws -> Ticket? {
        try await pool.query(
            """
            UPDATE tickets SET state = \(state.rawValue), decided_by = \(person), decided_at = clock_timestamp()
            WHERE id = \(id) AND state = 'open' AND expires_at > clock_timestamp()
                AND arguments_hash = encode(sha256(convert_to(arguments, 'UTF8')), 'hex')
            RETURNING \(fragment: Self.columns)
            """
        ).first.map(Self.ticket)
    }

    /// Says how a call that was taken ended. False where that has been said.
    @discardableResult
    package func settle(_ id: String, as state: State, outcome: String) async throws -> Bool {
        try await pool.query(
            "UPDATE tickets SET state = \(state.rawValue), outcome = \(outcome) WHERE id = \(id) AND state = 'running'"
        ).affected == 1
    }

    /// Calls begun so long ago that whoever began them must be gone are of unknown outcome; returns them.
    package func settleAbandoned(after seconds: Int) async throws -> [Ticket] {
        try await pool.query(
            """
            UPDATE tickets SET state = 'unknown'
            WHERE state = 'running' AND decided_at < clock_timestamp() - \(seconds)::int * interval '1 second'
            RETURNING \(fragment: Self.columns)
            """
        ).map(Self.ticket)
    }

    /// Removes what a person asked for; returns how many.
    @discardableResult
    package func forget(person: String) async throws -> Int {
        try await pool.query("DELETE FROM tickets WHERE requester_id = \(person) AND state <> 'running'").affected
    }

    private static let columns: Statement =
        """
        id, state, server, tool, arguments, definition_hash, effect, approvers, conversation_id, requester_id,
        requester_name, expires_at, expires_at <= clock_timestamp() AS is_expired, decided_by, decided_at, outcome
        """

    private static func ticket(_ row: Row) throws -> Ticket {
        let state = try row.decode("state", as: String.self)
        guard let known = State(rawValue: state) else {
            throw PostgresError(.decoding, "column state holds \(state), which this reva does not know")
        }
        return try Ticket(
            id: row.decode("id"), state: known,
            call: Call(
                server: row.decode("server"), tool: row.decode("tool"), arguments: row.decode("arguments"),
                definitionHash: row.decode("definition_hash"), effect: row.decode("effect"),
                approvers: row.decode("approvers")),
            conversation: row.decode("conversation_id"), requester: row.decode("requester_id"),
            requesterName: row.decode("requester_name"), expires: row.decode("expires_at"),
            isExpired: row.decode("is_expired"), decidedBy: row.decode("decided_by"), decided: row.decode("decided_at"),
            outcome: row.decode("outcome"))
    }
}
