import Postgres

/// Which definition of each tool is known: one that becomes another is another tool.
package struct ToolDefinitions: Sendable {
    let pool: Pool

    /// The hash that was first seen, or approved since; the one given is kept where there is none.
    package func known(_ hash: String, server: String, tool: String) async throws -> String {
        // Nothing is changed by the update, but the row is returned as for the insert.
        try await pool.query(
            """
            INSERT INTO tool_definitions (server, tool, hash) VALUES (\(server), \(tool), \(hash))
            ON CONFLICT (server, tool) DO UPDATE SET hash = tool_definitions.hash
            RETURNING hash
            """
        ).only.decode("hash")
    }

    /// From now on this definition is the known one.
    package func approve(_ hash: String, server: String, tool: String, by person: String) async throws {
        try await pool.query(
            """
            INSERT INTO tool_definitions (server, tool, hash, approved_by)
            VALUES (\(server), \(tool), \(hash), \(person))
            ON CONFLICT (server, tool)
            DO UPDATE SET hash = excluded.hash, approved_by = excluded.approved_by, seen_at = excluded.seen_at
            """)
    }
}
