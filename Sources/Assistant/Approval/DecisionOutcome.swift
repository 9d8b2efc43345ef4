/// What became of a decision.
package struct DecisionOutcome: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// The call was made, and succeeded.
        case done
        /// The call was refused, or its tool says that it failed.
        case failed
        /// The connection was lost: nobody knows. It is not repeated.
        case unknown
        case declined
        /// Somebody decided before; what came of that is told already.
        case decidedBefore
        /// Expired, or the tool is another one by now.
        case stale
        /// This person may not decide; the ticket is as open as before.
        case notAllowed
        /// Nothing was done, as the database or the tool's server is away; the ticket is as open as before.
        case unavailable
    }

    package let kind: Kind
    /// For people, in the language of who decided.
    package let text: String

    /// True when the card shall be replaced by this text, for everybody.
    package var isFinal: Bool { ![.notAllowed, .unavailable, .decidedBefore].contains(kind) }
}
