#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Postgres

/// What somebody subscribed to in one place, such as releases, and up to when its activity is known: for looking what
/// happened since.
package struct WatchList: Sendable {
    package enum Place: String, Sendable {
        case release, jira
    }

    let pool: Pool
    let place: Place

    package struct Watched: Sendable, Hashable {
        package let id: String
        package let title: String
        package let seenUntil: Date
    }

    /// Watches something from now on; what is watched already stays as it is.
    package func watch(_ id: String, title: String) async throws {
        try await pool.query(
            """
            INSERT INTO watched_releases (place, release_id, title, seen_until)
            VALUES (\(place.rawValue), \(id), \(title), clock_timestamp())
            ON CONFLICT (place, release_id) DO NOTHING
            """)
    }

    /// Watches each of these by its id alone.
    package func watch(_ ids: [String]) async throws {
        try await pool.query(
            """
            INSERT INTO watched_releases (place, release_id, title, seen_until)
            SELECT \(place.rawValue), id, id, clock_timestamp() FROM unnest(\(TextArray(ids))::text[]) AS id
            ON CONFLICT (place, release_id) DO NOTHING
            """)
    }

    /// Those to be looked at now; nobody else gets the same ones within so many seconds.
    package func claim(limit: Int, seconds: Double) async throws -> [Watched] {
        try await pool.query(
            """
            UPDATE watched_releases SET due_at = clock_timestamp() + \(seconds) * interval '1 s'
            WHERE place = \(place.rawValue) AND release_id IN (
                SELECT release_id FROM watched_releases WHERE place = \(place.rawValue) AND due_at <= clock_timestamp()
                ORDER BY due_at LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            RETURNING release_id, title, seen_until
            """
        ).map {
            try Watched(id: $0.decode("release_id"), title: $0.decode("title"), seenUntil: $0.decode("seen_until"))
        }
    }

    /// All that happened up to then has been announced.
    package func saw(_ id: String, until time: Date) async throws {
        try await pool.query(
            """
            UPDATE watched_releases SET seen_until = greatest(seen_until, \(time)::timestamptz)
            WHERE place = \(place.rawValue) AND release_id = \(id)
            """)
    }

    /// Nobody needs to look at it any more.
    package func forget(_ id: String) async throws {
        try await pool.query(
            "DELETE FROM watched_releases WHERE place = \(place.rawValue) AND release_id = \(id)")
    }
}
