import Foundation

/// What a drill found: the record for whoever asks whether Reva could be brought back.
package struct DrillReport: Codable, Sendable {
    package struct Check: Codable, Sendable, Equatable {
        package enum State: String, Codable, Sendable {
            case passed
            case failed
            /// Not come to, or there was nothing to check; `account` says which.
            case skipped
        }

        package var name: String
        package var state: State
        /// One sentence.
        package var account: String
        /// One line each.
        package var details: [String]
    }

    package struct Step: Codable, Sendable, Equatable {
        package var name: String
        /// Seconds since the drill began.
        package var began: Double
        package var seconds: Double
    }

    /// A time against its target, in seconds.
    package struct Objective: Codable, Sendable, Equatable {
        package var target: Double
        /// Nil when there was nothing to measure.
        package var measured: Double?
        package var isMet: Bool { measured.map { $0 <= target } ?? false }
    }

    /// Such as drill_2026-03-15_020000; its files are called so.
    package var name: String
    package var began: Date
    package var seconds: Double
    package var passed: Bool
    package var deployment: String
    package var target: String
    package var serverVersion: String
    package var version: String
    package var place: DrillPlace
    package var backup: EvidenceRecord.File
    /// Of the restored copy.
    package var tables: Int
    package var rows: Int
    package var databaseBytes: Int?
    /// How much work would have been lost when the drill began.
    package var recoveryPoint: Objective
    /// From the beginning of the restore until an application was healthy with all rows.
    package var recoveryTime: Objective
    /// The same until the vector indexes stood as well; without them searches are exact and slower.
    package var completeSeconds: Double?
    package var checks: [Check]
    package var timeline: [Step]
    /// What was told meanwhile.
    package var remarks: [String]
}
