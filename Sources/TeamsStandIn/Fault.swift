/// What a part of the stand-in does in place of answering rightly, for one request.
package enum Fault: Sendable {
    /// An answer of this status, with an error in Microsoft's form where there is a code.
    case status(Int, code: String? = nil, message: String = "", retryAfter: String? = nil)
    /// The connection breaks after the request was read, and nothing is done.
    case breakConnection
    /// What was asked for is done, and the connection breaks before the answer.
    case breakAfterDelivery
    /// What was asked for is done, and the connection breaks in the middle of the answer's body.
    case breakDuringAnswer
    /// An answer of status 200 with this body, which may be anything.
    case body(String)
    /// Works as it should, between two faults.
    case none

    /// The parts that can fail.
    package enum Place: Sendable {
        case metadata
        case keys
        case tokens
        case connector
    }
}
