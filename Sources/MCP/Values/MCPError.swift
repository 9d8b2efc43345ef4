/// Why another's server could not be used, or not as asked.
package struct MCPError: Error, Sendable, CustomStringConvertible {
    package enum Reason: Sendable, Hashable {
        /// Nobody answers at the address, or the program does not start: nothing was sent.
        case unreachable
        /// The connection or the session ended before the answer: nobody knows whether the call was done.
        case lost
        /// There was no answer in time; the server was told to stop.
        case timedOut
        /// The server wants other credentials, or refuses these (HTTP 401 and 403).
        case unauthorized
        /// An answer of HTTP that is no answer of the protocol.
        case status(Int)
        /// An error of the protocol.
        case refused(ProtocolError)
        /// What came is not the protocol.
        case protocolViolation
        /// More came than is taken.
        case tooLarge
        /// The tool is not offered, or its definition cannot be used.
        case unknownTool
        /// Something was asked that nobody here can answer.
        case inputRequired
    }

    package let reason: Reason
    /// One lowercase sentence without full stop.
    package let summary: String
    /// Things to try, each a full one.
    package let hints: [String]

    /// Of HTTP, where the answer had another than success.
    let status: Int?

    package init(_ reason: Reason, _ summary: String, hints: [String] = []) {
        self.init(reason, summary, hints: hints, status: nil)
    }

    init(_ reason: Reason, _ summary: String, hints: [String] = [], status: Int?) {
        self.reason = reason
        self.status = status
        self.summary = summary
        self.hints = hints
    }

    package var description: String { summary }
}
