import Foundation

/// The last record of a log at some time: who knows it can tell whether the log has been cut since.
package struct EvidenceHead: Codable, Sendable, Equatable, CustomStringConvertible {
    package var number: Int
    /// SHA-256 of that record's line.
    package var hash: String

    package init(number: Int, hash: String) {
        self.number = number
        self.hash = hash
    }

    /// Reads "12:9f86d081…"; nil for anything else.
    package init?(_ text: String) {
        guard let match = text.wholeMatch(of: /([1-9][0-9]{0,17}):([0-9a-f]{64})/), let number = Int(match.1) else {
            return nil
        }
        self.init(number: number, hash: String(match.2))
    }

    package var description: String { "\(number):\(hash)" }
}
