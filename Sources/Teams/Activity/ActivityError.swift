/// Why a body is no activity.
package struct ActivityError: Error, Equatable, CustomStringConvertible {
    package enum Reason: Equatable, Sendable {
        /// More bytes than allowed.
        case tooLarge
        /// No JSON, or nested too deeply.
        case malformed
        /// A field is missing or of the wrong type.
        case field(String)
    }

    package let reason: Reason
    package let summary: String
    package let hints: [String]

    init(_ reason: Reason, _ summary: String) {
        self.reason = reason
        self.summary = summary
        self.hints = ["Only Teams, or a channel of the Azure Bot Service, should post to this address."]
    }

    /// The HTTP status to answer with: 413 or 400.
    package var status: Int { reason == .tooLarge ? 413 : 400 }

    package var description: String { summary }
}
