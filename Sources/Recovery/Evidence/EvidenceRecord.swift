import Foundation

/// One line of the evidence: what was done, to what, by whom, and how it ended.
package struct EvidenceRecord: Codable, Sendable, Equatable {
    package enum Outcome: String, Codable, Sendable {
        case done
        /// It did not reach its end, or what it found is not as it should be.
        case failed
        /// Somebody or something ended it.
        case interrupted
    }

    /// A file that it was about, as it was then.
    package struct File: Codable, Sendable, Equatable {
        package var name: String
        /// Nil for a file that was not there any more.
        package var bytes: Int?
        /// Of all of the file, as `sha256sum` prints it.
        package var sha256: String?
    }

    /// 1 for the first line, and then one more each.
    package var number: Int
    package var time: Date
    /// backup, verify, restore, undo, prune, drill, incident, key: the word of the command that did it.
    package var what: String
    package var outcome: Outcome
    /// One sentence.
    package var account: String
    /// The database it was done to: `Deployment.identity`. Nil where there was none.
    package var target: String?
    package var files: [File]
    package var seconds: Double?
    /// How long each step took.
    package var steps: [String: Double]
    /// What else is worth keeping, by name.
    package var facts: [String: String]
    /// The user and the machine.
    package var who: String
    /// The program that wrote it.
    package var version: String
    /// SHA-256 of the line before this one, hexadecimal; 64 zeros in the first.
    package var previous: String
    /// The public key that this line is signed with, in base64.
    package var key: String

    static let noPrevious = String(repeating: "0", count: 64)
}
