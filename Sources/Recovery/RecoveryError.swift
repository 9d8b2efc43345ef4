import Deployment

/// Why a procedure did not reach its end.
package struct RecoveryError: Error, CustomStringConvertible {
    /// What kind of end it is; the command line gives each its exit code.
    package enum Reason: Sendable {
        /// Something failed that is none of the others.
        case failed
        /// The backup is damaged, incomplete, or not what was restored from it.
        case badBackup
        /// A program of PostgreSQL was ended by a signal: that says nothing of the backup it worked on.
        case programDied
        /// There is no such backup, or none that may be used.
        case noBackup
        /// Another run holds the lock.
        case busy
        /// The database cannot be reached or does not let us in.
        case unreachable
        /// There is not enough room on a disk.
        case noSpace
        /// A restore went live, the application did not become healthy, and the former database was put back.
        case swappedBack
        /// Something has to come first, or somebody has to say otherwise; nothing was done.
        case refused
    }

    package let reason: Reason
    package let summary: String
    package let hints: [String]
    /// The server's code for it, where it is the server's error.
    let sqlState: String?

    package init(_ summary: String, reason: Reason = .failed, hints: [String] = []) {
        self.init(summary, reason: reason, hints: hints, sqlState: nil)
    }

    init(_ summary: String, reason: Reason, hints: [String], sqlState: String?) {
        self.reason = reason
        self.sqlState = sqlState
        self.summary = summary
        self.hints = hints
    }

    package var description: String { summary }
}

extension RecoveryError {
    /// What a program of PostgreSQL said when it failed, as one sentence.
    /// - Parameters:
    ///   - subject: what was being done to what, such as "the rows of public.memories cannot be read".
    ///   - fault: the reason when it is about what was said to the server, rather than about reaching it or its disk.
    init(
        program: DatabaseProgram.Name, database: String, end: DatabaseProgram.End, subject: String? = nil,
        fault: Reason = .failed
    ) {
        let complaint = DatabaseComplaint(in: end.errors)
        let died = end.failure?.contains("by signal") == true
        let found = complaint?.reason ?? (died ? .programDied : .failed)
        let reason = found == .failed ? fault : found
        let outcome = "\(program.rawValue) \(end.failure ?? "ended early")"
        // A hint such as `Try "pg_dump --help"` says nothing about what was wrong.
        let lines = end.errors.split(separator: "\n").filter { !$0.contains("hint: ") }
        let said = complaint?.message ?? lines.last.map(String.init) ?? "it said nothing"
        let subject = reason == .unreachable ? "the database \(database) cannot be used" : subject ?? outcome
        self.init(
            "\(subject): \(said)", reason: reason, hints: complaint?.hints ?? [], sqlState: complaint?.state)
    }
}

/// The first error in what psql or pg_dump wrote to standard error.
private struct DatabaseComplaint {
    /// Five characters where the server gave one and the program was told to print it (psql with VERBOSITY=verbose).
    let state: String
    let message: String

    init?(in errors: String) {
        let server = /(?:ERROR|FATAL|PANIC): +(?:([0-9A-Z]{5}): )?(.+)/
        // pg_dump's own words come first there, and say only which of its calls failed.
        let relayed = /detail: Error message from server: (.+)/
        let program = /error: (.+)/
        let row = errors.firstMatch(of: /CONTEXT: +(COPY .+, line [0-9]+)/).map { " (\($0.1))" } ?? ""
        if let words = errors.firstMatch(of: relayed)?.1 {
            let match = words.firstMatch(of: server)
            (state, message) = (String(match?.1 ?? ""), String(match?.2 ?? words))
            return
        }
        for line in errors.split(separator: "\n") {
            if let match = line.firstMatch(of: server) {
                (state, message) = (String(match.1 ?? ""), String(match.2) + row)
                return
            }
            if let match = line.firstMatch(of: program) {
                (state, message) = ("", String(match.1))
                return
            }
        }
        return nil
    }

    private enum Kind { case room, access, address, other }

    private var kind: Kind {
        if state == "53100" || message.contains("No space left on device") { return .room }
        // With a state the server speaks of a statement, unless it is one of these classes.
        if state.hasPrefix("28") { return .access }
        if state.hasPrefix("08") || state.hasPrefix("57P") { return .address }
        guard state.isEmpty else { return .other }
        let access = ["password authentication", "no password", "pg_hba.conf", "authentication failed"]
        if access.contains(where: message.contains) { return .access }
        let address = [
            "connection to server", "could not translate host", "server closed the connection", "shutting down",
            "terminating connection",
        ]
        let isMissing = message.contains(/^(database|role) ".+" does not exist$/)
        return address.contains(where: message.contains) || isMissing ? .address : .other
    }

    var reason: RecoveryError.Reason {
        switch kind {
        case .room: .noSpace
        case .access, .address: .unreachable
        case .other: .failed
        }
    }

    var hints: [String] {
        switch kind {
        case .room: ["free space on the database server's disk", "reva prune --dry-run"]
        case .access: ["check the user and the password in the database's address (--database-url, REVA_DATABASE_URL)"]
        case .address: ["check the database's address (--database-url, REVA_DATABASE_URL) and that its server runs"]
        case .other: []
        }
    }
}
