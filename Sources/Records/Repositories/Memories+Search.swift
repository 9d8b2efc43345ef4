import Postgres

extension Memories {
    /// A person's memories that share words with a text, the best first. Words are compared as German, as English and as
    /// they stand, so that forms of one word are the same and names are found. Words that say nothing in one of the
    /// languages count in none.
    package func search(_ text: String, person: String, limit: Int = 5) async throws -> [Memory] {
        // A plain query asks for all words; one is enough here. The query's own text quotes what is in it.
        try await pool.query(
            """
            WITH telling AS (
                SELECT coalesce(string_agg(word, ' '), '') AS text FROM regexp_split_to_table(\(text)::text, '\\s+') AS word
                WHERE to_tsvector('german', word) <> ''::tsvector AND to_tsvector('english', word) <> ''::tsvector),
            asked AS MATERIALIZED (
                SELECT language, replace(plainto_tsquery(language, text)::text, ' & ', ' | ')::tsquery AS words
                FROM telling, unnest(ARRAY['german', 'english', 'simple']::regconfig[]) AS languages (language)
                WHERE text <> ''),
            found AS (
                SELECT memories.*, (
                    SELECT max(ts_rank(to_tsvector(language, memories.text), words)) FROM asked
                    WHERE to_tsvector(language, memories.text) @@ words) AS rank
                FROM memories WHERE person_id = \(person))
            SELECT \(fragment: Self.columns) FROM found WHERE rank IS NOT NULL ORDER BY rank DESC, id DESC LIMIT \(limit)
            """
        ).map(Self.memory)
    }

    /// A person's memories that a model has no vector of yet, oldest first.
    package func withoutEmbedding(model: Model, person: String, limit: Int = 50) async throws -> [Memory] {
        try await pool.query(
            """
            SELECT \(fragment: Self.columns) FROM memories WHERE person_id = \(person) AND NOT EXISTS (
                SELECT FROM memory_embeddings
                WHERE memory_id = memories.id AND model = \(model.name) AND digest = \(model.digest))
            ORDER BY id LIMIT \(limit)
            """
        ).map(Self.memory)
    }
}
