/// Why a database's schema is not, and cannot be made, the one this program needs.
package struct SchemaError: Error, Sendable, CustomStringConvertible {
    package enum Reason: Sendable, Hashable {
        /// A newer program has changed the database.
        case newer(Int)
        /// A step was applied with another text than this program knows.
        case changed(Int)
        /// The database's steps have a gap.
        case incomplete
        /// pgvector is not installed on the database's machine, or may not be created by this user.
        case vectorMissing
        /// A step failed.
        case stepFailed(Int)
    }

    package let reason: Reason
    package let summary: String
    package let hints: [String]
    /// What the server said.
    package let cause: (any Error)?

    package init(_ reason: Reason, _ summary: String, hints: [String], cause: (any Error)? = nil) {
        self.reason = reason
        self.summary = summary
        self.hints = hints
        self.cause = cause
    }

    package var description: String { summary }
}
