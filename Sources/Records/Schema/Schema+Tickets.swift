extension Schema {
    /// `arguments` is text, not jsonb: what runs is to the letter what a person saw, and its hash is over that text.
    static let tickets = Migration(
        version: 3, name: "tickets and known tools",
        sql: """
            CREATE TABLE tickets (
                id text PRIMARY KEY,
                state text NOT NULL DEFAULT 'open'
                    CHECK (state IN ('open', 'running', 'done', 'failed', 'unknown', 'declined')),
                server text NOT NULL,
                tool text NOT NULL,
                arguments text NOT NULL,
                arguments_hash text NOT NULL,
                definition_hash text NOT NULL,
                effect text NOT NULL,
                approvers text NOT NULL,
                conversation_id text NOT NULL,
                requester_id text NOT NULL,
                requester_name text NOT NULL,
                created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                expires_at timestamptz NOT NULL,
                decided_by text,
                decided_at timestamptz,
                outcome text
            );
            CREATE INDEX tickets_conversation ON tickets (conversation_id, created_at);
            CREATE INDEX tickets_requester ON tickets (requester_id);

            CREATE TABLE tool_definitions (
                server text NOT NULL,
                tool text NOT NULL,
                hash text NOT NULL,
                approved_by text,
                seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                PRIMARY KEY (server, tool)
            );
            """)
}
