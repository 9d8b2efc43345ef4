/// Whether a dump has come to its end: pg_dump writes a comment last, and (since August 2025) wraps all of it in
/// `\restrict KEY` and `\unrestrict KEY`.
struct Completeness {
    static let endMark = "-- PostgreSQL database dump complete"

    private var endMarkSeen = false
    private(set) var restrictKey: String?

    mutating func sawEndMark() { endMarkSeen = true }

    /// What follows the end mark begins another dump, which needs an end of its own.
    mutating func sawStatement() { endMarkSeen = false }

    mutating func restrict(_ key: String, line: Int) throws {
        guard restrictKey == nil else { throw ArchiveError.refused(line: line, "has \\restrict a second time") }
        restrictKey = key
        endMarkSeen = false
    }

    mutating func unrestrict(_ key: String, line: Int) throws {
        guard key == restrictKey else {
            throw ArchiveError.refused(line: line, "has \\unrestrict with another key than \\restrict")
        }
        restrictKey = nil
    }

    func check() throws {
        guard endMarkSeen, restrictKey == nil else {
            throw ArchiveError.cutShort("the file ends before the dump does")
        }
    }
}
