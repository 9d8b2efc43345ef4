import Foundation

/// What is said for the evidence of something that was done.
package struct Testimony: Sendable {
    package var what: String
    package var outcome: EvidenceRecord.Outcome
    package var account: String
    package var target: String?
    package var files: [EvidenceRecord.File] = []
    package var seconds: Double?
    package var steps: [String: Double] = [:]
    package var facts: [String: String] = [:]

    /// - Parameters:
    ///   - what: the word of the command, such as `backup`.
    ///   - account: one sentence; what is more is cut, for a log is read line by line.
    package init(_ what: String, _ outcome: EvidenceRecord.Outcome, _ account: String) {
        self.what = what
        self.outcome = outcome
        self.account = account
    }
}

/// The result of a procedure, which knows what is to be kept of it.
protocol Attested {
    var outcome: EvidenceRecord.Outcome { get }
    /// One sentence.
    var account: String { get }
    /// The names of the files in the folder of backups that it is about.
    var attestedFiles: [String] { get }
}
