/// What the log of a database server says about why it does not answer: told from what stands in it, and nothing else.
struct DatabaseDiagnosis: Sendable, Equatable {
    let finding: String
    let hints: [String]

    private static let storageLost = ["reva recover database-lost --dry-run"]

    /// What the server writes, what it means and what helps; the first that fits counts.
    private static let known: [(words: [String], finding: String, hints: [String])] = [
        (["No space left on device"], "its disk is full", ["free space on its disk, then start it again"]),
        (
            ["could not locate a valid checkpoint record", "invalid primary checkpoint record"],
            "it cannot find where to go on from: its log of changes is lost", storageLost
        ),
        (
            ["invalid page in block", "could not read block", "page verification failed"],
            "its files are damaged", storageLost
        ),
        (
            ["database files are incompatible with server"], "its files are of another version of PostgreSQL",
            ["start the image that it ran with before"]
        ),
        (
            ["could not open file \"global/pg_control\"", "is not a valid data directory", "pg_control: No such file"],
            "its files are not all there", storageLost
        ),
        (
            ["password authentication failed", "no password supplied"], "it refuses the password",
            ["compare the password of the application with the server's"]
        ),
        (
            ["too many clients already", "remaining connection slots"], "it has no connection left",
            ["restart the application: reva recover reva"]
        ),
        (
            ["could not resize shared memory segment"], "its shared memory is too small",
            ["give the container more of it"]
        ),
        (["database system is starting up", "redo starts at"], "it is still starting", ["wait, then ask again"]),
        (["database system is shut down"], "it was shut down", ["start it"]),
    ]

    /// - Parameter log: the newest lines, the oldest of them first.
    init(of log: [String]) {
        // What was written last is what is so now.
        for line in log.reversed() {
            if let fitting = Self.known.first(where: { $0.words.contains { line.contains($0) } }) {
                (finding, hints) = (fitting.finding, fitting.hints)
                return
            }
        }
        finding = log.isEmpty ? "its log is empty" : "its log, which follows, names no cause that is known here"
        hints = []
    }
}
