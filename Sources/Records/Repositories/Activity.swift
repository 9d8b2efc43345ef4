#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Postgres

/// The log of who did what. Each entry holds the hash of the one before it, so that changing or removing one shows in
/// all after it. Entries cut off at the end show only to who kept a `Head` elsewhere.
package struct Activity: Sendable {
    let pool: Pool

    package struct Entry: Sendable, Hashable {
        /// From 1, without gaps.
        package let id: Int64
        package let time: Date
        package let actor: String
        package let action: String
        package let subject: String?
        /// JSON.
        package let details: String
        /// Of the entry before; 64 zeros before the first.
        package let previousHash: String
        /// SHA-256 in hex.
        package let hash: String
    }

    /// The newest entry's number and hash, to be kept elsewhere.
    package struct Head: Sendable, Hashable {
        package let id: Int64
        package let hash: String

        package init(id: Int64, hash: String) {
            self.id = id
            self.hash = hash
        }
    }

    package enum Verdict: Sendable, Hashable {
        /// Every entry is as it was written; nil for an empty log.
        case intact(Head?)
        /// The first entry that is not what its neighbours say, or that is missing.
        case broken(at: Int64)
    }

    /// The same in every version of this program; entries are appended one after the other, in all of its processes.
    private static let lock: Int64 = 0x5265_7661_0002
    private static let origin = String(repeating: "0", count: 64)

    /// Appends an entry; `details` is JSON, `{}` when there is nothing to say.
    @discardableResult
    package func append(
        actor: String, action: String, subject: String? = nil, details: String = "{}"
    ) async throws -> Entry {
        try await pool.withTransaction { connection in
            // A statement of its own: the next one must see what was committed while this one waited.
            try await connection.query("SELECT pg_advisory_xact_lock(\(Self.lock))")
            let row = try await connection.query(
                """
                WITH last AS (SELECT id, hash FROM activity_logs ORDER BY id DESC LIMIT 1),
                entry AS (
                    SELECT coalesce((SELECT id FROM last), 0) + 1 AS id, clock_timestamp() AS at,
                        \(actor)::text AS actor, \(action)::text AS action, \(optional: subject)::text AS subject,
                        \(details)::json AS details, coalesce((SELECT hash FROM last), \(Self.origin)) AS previous_hash)
                INSERT INTO activity_logs (id, at, actor, action, subject, details, previous_hash, hash)
                SELECT id, at, actor, action, subject, details, previous_hash,
                    activity_hash(id, at, actor, action, subject, details, previous_hash)
                FROM entry
                RETURNING \(fragment: Self.columns)
                """
            ).only
            return try Self.entry(row)
        }
    }

    /// The newest entries, newest first.
    package func newest(_ limit: Int = 50) async throws -> [Entry] {
        try await pool.query(
            "SELECT \(fragment: Self.columns) FROM activity_logs ORDER BY id DESC LIMIT \(limit)"
        ).map(Self.entry)
    }

    /// Computes every hash anew, on the server.
    /// - Parameter known: A head kept from earlier, which must still be there.
    package func verify(known: Head? = nil) async throws -> Verdict {
        try await pool.withTransaction(.repeatableRead, readOnly: true) { connection in
            let broken = try await connection.query(
                """
                SELECT min(id) AS id FROM (
                    SELECT id, at, actor, action, subject, details, previous_hash, hash,
                        row_number() OVER chain AS place,
                        coalesce(lag(hash) OVER chain, \(Self.origin)) AS expected
                    FROM activity_logs WINDOW chain AS (ORDER BY id)
                ) AS entries
                WHERE id <> place OR previous_hash <> expected
                    OR hash <> activity_hash(id, at, actor, action, subject, details, previous_hash)
                """
            ).only.decode("id", as: Int64?.self)
            // A gap shows at the entry after it; the one missing is named.
            if let broken {
                let present = try await connection.query(
                    "SELECT count(*) FROM activity_logs WHERE id < \(broken)"
                ).only.decode(0, as: Int64.self)
                return .broken(at: min(broken, present + 1))
            }
            if let known {
                let hash = try await connection.query("SELECT hash FROM activity_logs WHERE id = \(known.id)")
                    .first?.decode("hash", as: String.self)
                guard hash == known.hash else {
                    let count = try await connection.query("SELECT count(*) FROM activity_logs")
                        .only.decode(0, as: Int64.self)
                    return .broken(at: min(known.id, count + 1))
                }
            }
            let last = try await connection.query("SELECT id, hash FROM activity_logs ORDER BY id DESC LIMIT 1").first
            return .intact(try last.map { try Head(id: $0.decode("id"), hash: $0.decode("hash")) })
        }
    }

    private static let columns: Statement =
        "id, at, actor, action, subject, details::text AS details, previous_hash, hash"

    private static func entry(_ row: Row) throws -> Entry {
        try Entry(
            id: row.decode("id"), time: row.decode("at"), actor: row.decode("actor"), action: row.decode("action"),
            subject: row.decode("subject"), details: row.decode("details"),
            previousHash: row.decode("previous_hash"), hash: row.decode("hash"))
    }
}
