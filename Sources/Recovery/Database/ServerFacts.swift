import Deployment

/// What the server says of itself.
struct ServerFacts: Decodable, Sendable {
    let version: String
    /// Such as 160014.
    let number: Int
    let dataDirectory: String?

    var major: Int { number / 10000 }

    static func read(in session: DatabaseSession) async throws -> ServerFacts {
        try await session.row(
            """
            SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
                (SELECT setting FROM pg_settings WHERE name = 'data_directory') AS "dataDirectory"
            """)
    }

    /// The major version in "16.14 (Debian 16.14-1)"; nil when there is none.
    static func major(of version: String) -> Int? {
        Int(version.prefix { $0.isNumber })
    }
}
