/// The tables, step by step.
package enum Schema {
    package static let migrations: [Migration] = [records, activity, tickets, messages, issues]

    /// The tables people's data is in; their order is the one in which they may be emptied from the end.
    package static let tables = [
        "conversations", "memories", "memory_embeddings", "reva_subscriptions", "activity_logs",
        "tickets", "tool_definitions",
        "inbox", "inbox_lanes", "deliveries", "watched_releases",
    ]

    /// `memory_embeddings.embedding` has no fixed dimension, as models differ, and no index: a search goes over one
    /// person's own rows, exactly.
    private static let records = Migration(
        version: 1, name: "conversations, memories and subscriptions",
        sql: """
            CREATE EXTENSION IF NOT EXISTS vector;

            CREATE TABLE conversations (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                conversation_id text NOT NULL,
                person_id text,
                role text NOT NULL CHECK (role IN ('person', 'assistant', 'tool', 'system')),
                text text NOT NULL,
                channel text NOT NULL,
                reference jsonb,
                created_at timestamptz NOT NULL DEFAULT clock_timestamp()
            );
            CREATE INDEX conversations_history ON conversations (conversation_id, id);
            CREATE INDEX conversations_created ON conversations (created_at);
            CREATE INDEX conversations_person ON conversations (person_id);

            CREATE TABLE memories (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                person_id text NOT NULL,
                text text NOT NULL CHECK (text <> ''),
                created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                UNIQUE (person_id, text)
            );
            CREATE INDEX memories_created ON memories (created_at);

            CREATE TABLE memory_embeddings (
                memory_id bigint NOT NULL REFERENCES memories ON DELETE CASCADE,
                model text NOT NULL,
                digest text NOT NULL,
                dimensions integer NOT NULL,
                embedding vector NOT NULL,
                created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                PRIMARY KEY (memory_id, model, digest),
                CHECK (dimensions = vector_dims(embedding))
            );

            CREATE TABLE reva_subscriptions (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                person_id text NOT NULL,
                subject text NOT NULL,
                conversation_id text NOT NULL,
                reference jsonb,
                created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                UNIQUE (person_id, subject)
            );
            CREATE INDEX reva_subscriptions_subject ON reva_subscriptions (subject);
            CREATE INDEX reva_subscriptions_created ON reva_subscriptions (created_at);
            """)

    /// `details` is json, not jsonb, as it keeps its text: the text is what the hash is over. The hash's input gives
    /// each part's length before it, so that no two entries have the same.
    private static let activity = Migration(
        version: 2, name: "activity log",
        sql: """
            CREATE TABLE activity_logs (
                id bigint PRIMARY KEY CHECK (id > 0),
                at timestamptz NOT NULL,
                actor text NOT NULL,
                action text NOT NULL,
                subject text,
                details json NOT NULL,
                previous_hash text NOT NULL,
                hash text NOT NULL
            );
            CREATE INDEX activity_logs_at ON activity_logs (at);

            CREATE FUNCTION activity_hash(
                id bigint, at timestamptz, actor text, action text, subject text, details json, previous_hash text
            ) RETURNS text LANGUAGE sql STABLE AS $$
                SELECT encode(sha256(convert_to(string_agg(
                    coalesce(octet_length(part)::text || ':' || part, '-'), ',' ORDER BY place), 'UTF8')), 'hex')
                FROM unnest(ARRAY[
                    id::text, (extract(epoch FROM at) * 1000000)::bigint::text, actor, action, subject,
                    details::text, previous_hash
                ]) WITH ORDINALITY AS parts (part, place)
            $$;
            """)
}
