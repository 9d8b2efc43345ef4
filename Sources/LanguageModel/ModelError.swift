/// Why a model did not answer.
package struct ModelError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Reason: Sendable, Hashable {
        /// Nobody listens there, or the name is unknown.
        case unreachable
        /// The server wants other credentials.
        case unauthorized
        /// The server has too much to do: later may do.
        case busy
        /// The server has no model of that name, and none was fetched.
        case missingModel
        /// The model cannot do that: tools, thinking, chat, embeddings.
        case unsupported
        /// The conversation or text is longer than the model reads.
        case contextExceeded
        /// A wait of `Patience` passed.
        case timeout(Patience.Wait)
        /// The connection ended before the answer did.
        case cut
        /// What came is not the protocol.
        case nonsense
        /// The answer is longer than is accepted.
        case tooLong
        /// The server refused the request: it says why.
        case refused
        /// The server failed, also in the middle of an answer.
        case failed
        /// The model could not be fetched.
        case pullFailed
        /// A schema-bound model wrote something that is no action.
        case invalidAction
        /// The model calls tools without coming to an end.
        case toolLoop
    }

    package let reason: Reason
    /// One lowercase sentence without full stop.
    package let summary: String
    /// Things to try, each a full one.
    package let hints: [String]

    package init(_ reason: Reason, _ summary: String, hints: [String] = []) {
        self.reason = reason
        self.summary = summary
        self.hints = hints
    }

    package var description: String { summary }
}
