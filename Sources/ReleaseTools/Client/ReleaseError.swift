/// Why Release did not do or say what was asked.
package struct ReleaseError: Error, Sendable, CustomStringConvertible {
    package enum Reason: Sendable, Equatable {
        /// An address, an id or a setting that makes no sense; nothing was sent.
        case invalid
        /// Nobody answers at the address; nothing was done.
        case unreachable
        /// No answer came in time, or the connection broke: whether a change was done is not known.
        case noAnswer
        case unauthorized
        case forbidden
        case notFound
        /// Release understood, and refuses.
        case refused
        /// Too many requests.
        case throttled
        /// A fault of Release: 5xx.
        case failed
        /// The answer is not what the API says.
        case unexpected
        /// Our own settings do not allow it; nothing was sent.
        case notAllowed
    }

    package let reason: Reason
    package let summary: String
    package let hints: [String]

    package init(_ reason: Reason, _ summary: String, hints: [String] = []) {
        self.reason = reason
        self.summary = summary
        self.hints = hints
    }

    package var description: String { summary }

    /// For a model: what is wrong, and what to do next.
    package var advice: String { ([summary] + hints).joined(separator: ". ") }
}
