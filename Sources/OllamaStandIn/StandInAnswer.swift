/// How one chat is answered.
package enum StandInAnswer: Sendable, Hashable {
    package enum Step: Sendable, Hashable {
        case text(String)
        case thought(String)
        /// A call; the arguments are JSON.
        case call(String, arguments: String)
        /// A line that says nothing.
        case blank
        /// These bytes, whatever they are.
        case raw([UInt8])
        /// Nothing more until `release`.
        case stall
        /// An error in the middle of the answer; ends it.
        case complain(String)
        /// The connection breaks; ends the answer.
        case cut
        /// The answer ends properly, but never said so.
        case silence
        /// The answer ends for this reason; without this step for "stop".
        case end(String)
    }

    /// Refused with this status and error.
    case refuse(Int, String)
    case steps([Step])

    package static func steps(_ steps: Step...) -> StandInAnswer { .steps(steps) }
}

/// A step of fetching a model.
package enum StandInDownload: Sendable, Hashable {
    case status(String)
    case progress(completed: Int64, total: Int64)
    /// Nothing more until `release`.
    case stall
    /// Ends it.
    case complain(String)
    /// The connection breaks; ends it.
    case cut
}

/// The connection is to break here.
struct Cut: Error {}
