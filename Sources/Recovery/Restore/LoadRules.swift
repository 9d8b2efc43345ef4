import Archive

/// What of a dump is not said to this server, and why.
///
/// A dump is text from somewhere else. Commands to psql are refused by the scanner; here a setting that the server does
/// not know is left out (`transaction_timeout` of a newer pg_dump), and what belongs to a role that is missing here is
/// left to the user who restores. Each is reported, once.
struct LoadRules: Sendable {
    let knownSettings: Set<String>
    let knownRoles: Set<String>

    init(for session: DatabaseSession) async throws {
        struct Name: Decodable { let name: String }
        let settings: [Name] = try await session.rows("SELECT name FROM pg_settings")
        let roles: [Name] = try await session.rows("SELECT rolname AS name FROM pg_roles")
        knownSettings = Set(settings.map { $0.name.lowercased() })
        knownRoles = Set(roles.map(\.name)).union(["public", "PUBLIC", "current_user", "CURRENT_USER"])
    }

    enum Verdict {
        case kept
        case leftOut
        /// Left out, and worth a sentence.
        case reported(String)
    }

    func verdict(on statement: Statement) -> Verdict {
        switch statement.kind {
        case .metaCommand:
            // `\restrict` guards against what the scanner has refused already, and older programs do not know it.
            return .leftOut
        case .set(let name) where !name.contains(".") && !knownSettings.contains(name.lowercased()):
            return .reported("this server does not know the setting \(name): it was left out")
        case .ownerTo(let role) where !knownRoles.contains(role):
            return .reported("the role \(role) is missing here: what it owned belongs to the user who restores")
        case .grant(let roles), .revoke(let roles):
            guard let missing = roles.first(where: { !knownRoles.contains($0) }) else { return .kept }
            return .reported("the role \(missing) is missing here: its rights were left out")
        default:
            return .kept
        }
    }
}

/// The definitions of a dump, sorted by when they are loaded.
struct LoadScript: Sendable {
    /// Session settings: every session that loads begins with them.
    var preamble: [UInt8] = []
    /// What comes after the rows, in the dump's order.
    var afterRows: [Piece] = []
    /// What was left out, each reason once.
    var reports: [String] = []

    /// One statement that was kept.
    struct Piece: Sendable {
        let entry: Statement.Entry?
        let text: [UInt8]

        /// The statement without the comments before it, for a look at its words.
        let words: String

        var isVectorIndex: Bool {
            entry?.kind == "INDEX" && words.contains(/\ USING (hnsw|ivfflat)\s/)
        }
    }

    /// Notes a reason, unless it was noted before.
    mutating func report(_ reason: String) {
        if !reports.contains(reason) { reports.append(reason) }
    }
}
