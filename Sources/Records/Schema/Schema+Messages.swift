extension Schema {
    /// What arrived and what is to be sent, each until it is dealt with. Neither is a record for people: texts go as soon
    /// as they are not needed any more.
    ///
    /// A lane is a conversation's: who holds it is the only one to take its messages, one after the other.
    static let messages = Migration(
        version: 4, name: "messages that arrived, and notifications",
        sql: """
            CREATE TABLE inbox (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                conversation_id text NOT NULL,
                activity_id text NOT NULL,
                activity text NOT NULL,
                attempts integer NOT NULL DEFAULT 0,
                received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                finished_at timestamptz,
                outcome text,
                UNIQUE (conversation_id, activity_id)
            );
            CREATE INDEX inbox_open ON inbox (conversation_id, id) WHERE finished_at IS NULL;
            CREATE INDEX inbox_finished ON inbox (finished_at) WHERE finished_at IS NOT NULL;

            CREATE TABLE inbox_lanes (
                conversation_id text PRIMARY KEY,
                worker uuid NOT NULL,
                held_until timestamptz NOT NULL
            );

            ALTER TABLE reva_subscriptions DROP CONSTRAINT reva_subscriptions_person_id_subject_key;
            ALTER TABLE reva_subscriptions ADD UNIQUE (person_id, conversation_id, subject);
            ALTER TABLE reva_subscriptions ADD COLUMN events text;
            ALTER TABLE reva_subscriptions ADD COLUMN ended_at timestamptz;
            ALTER TABLE reva_subscriptions ADD COLUMN ended_because text;
            CREATE INDEX reva_subscriptions_words ON reva_subscriptions (lower(subject)) WHERE ended_at IS NULL;
            CREATE INDEX reva_subscriptions_conversation ON reva_subscriptions (conversation_id);

            CREATE TABLE deliveries (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                event_key text NOT NULL,
                subscription_id bigint NOT NULL REFERENCES reva_subscriptions ON DELETE CASCADE,
                conversation_id text NOT NULL,
                event text NOT NULL,
                state text NOT NULL DEFAULT 'waiting'
                    CHECK (state IN ('waiting', 'sending', 'sent', 'unknown', 'failed')),
                attempts integer NOT NULL DEFAULT 0,
                due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                claimed_at timestamptz,
                ended_at timestamptz,
                created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                UNIQUE (event_key, conversation_id)
            );
            CREATE INDEX deliveries_open ON deliveries (due_at) WHERE state IN ('waiting', 'sending');
            CREATE INDEX deliveries_subscription ON deliveries (subscription_id);
            CREATE INDEX deliveries_ended ON deliveries (ended_at) WHERE ended_at IS NOT NULL;

            CREATE TABLE watched_releases (
                release_id text PRIMARY KEY,
                title text NOT NULL,
                seen_until timestamptz NOT NULL,
                due_at timestamptz NOT NULL DEFAULT clock_timestamp()
            );
            """)

    /// Releases were all that was watched before.
    static let issues = Migration(
        version: 5, name: "watched issues",
        sql: """
            ALTER TABLE watched_releases ADD COLUMN place text NOT NULL DEFAULT 'release';
            ALTER TABLE watched_releases DROP CONSTRAINT watched_releases_pkey;
            ALTER TABLE watched_releases ADD PRIMARY KEY (place, release_id);
            """)
}
