import Archive
import Foundation

/// One backup in the folder, and what is known of it.
package struct Backup: Sendable, Codable {
    package enum State: String, Codable, Sendable {
        /// A plain dump that nobody has looked into yet.
        case unchecked
        /// Written by reva to its end, its index in order; not restored yet.
        case whole
        /// Restored, and found to be the same.
        case proven
        /// Damaged, cut short, or not the same when restored; `reasons` says why.
        case failed
    }

    package var name: String
    package var path: String
    package var bytes: Int
    package var taken: Date
    package var state: State
    package var reasons: [String] = []
    /// The tables with their rows and digests; empty when nobody has counted them yet.
    package var tables: [TableRecord] = []
    /// How long taking it took; nil when it is not known.
    package var seconds: Double?
    package var proven: Date?
    /// The server's version when it was taken.
    package var serverVersion: String?
    package var database: String?

    /// How long a restore of it was measured to take until the data was there; nil before it is proven.
    package var restoreSeconds: Double?
}
