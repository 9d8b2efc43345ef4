/// What went wrong with a backup file or with a dump's text, told for people.
package struct ArchiveError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The closed set of causes, for callers that decide by it.
    package enum Reason: String, Sendable {
        /// The file is no gzip file at all.
        case notGzip
        case empty
        /// The file, or the dump in it, ends before it should.
        case cutShort
        /// A checksum, a size or the structure is wrong.
        case damaged
        /// It is a dump, but one that cannot be read.
        case unreadable
        /// The dump holds something that is not run for safety's sake.
        case refused
        case statementTooLong
        case noSpace
        case fileSystem
        /// Every name that could be given is already in use.
        case taken
        /// The caller broke the contract of this target.
        case misuse
    }

    package let reason: Reason
    /// One lowercase sentence without a full stop.
    package let summary: String
    /// Full things to try, most promising first.
    package let hints: [String]

    package init(_ reason: Reason, _ summary: String, hints: [String] = []) {
        self.reason = reason
        self.summary = summary
        self.hints = hints
    }

    package var description: String { summary }
}

extension ArchiveError {
    static let newestProven = "`reva list` shows the newest proven backup."

    static func damaged(_ summary: String) -> ArchiveError {
        ArchiveError(.damaged, summary, hints: ["The file changed after it was written. \(newestProven)"])
    }

    static func cutShort(_ summary: String) -> ArchiveError {
        ArchiveError(.cutShort, summary, hints: ["It was cut short, perhaps by a full disk. \(newestProven)"])
    }

    static func refused(line: Int, _ text: String) -> ArchiveError {
        ArchiveError(
            .refused, "line \(line) of the dump \(text)",
            hints: ["A dump is untrusted text: pg_dump never writes this. Find out who changed the file."])
    }
}
