#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Postgres

/// What Reva remembers of each person. The text is the truth; embeddings are made from it and can be made again.
package struct Memories: Sendable {
    let pool: Pool

    package struct Memory: Sendable, Hashable {
        package let id: Int64
        package let person: String
        package let text: String
        package let created: Date
        package let updated: Date
    }

    /// Which model made a vector: two vectors compare only within one model of one digest.
    package struct Model: Sendable, Hashable {
        package let name: String
        package let digest: String

        package init(name: String, digest: String) {
            self.name = name
            self.digest = digest
        }
    }

    package struct Match: Sendable, Hashable {
        package let memory: Memory
        /// Cosine distance, from 0 (same direction) to 2.
        package let distance: Double
    }

    /// Keeps a text; the same text again only renews its time.
    @discardableResult
    package func remember(_ text: String, person: String) async throws -> Memory {
        let row = try await pool.query(
            """
            INSERT INTO memories (person_id, text) VALUES (\(person), \(text))
            ON CONFLICT (person_id, text) DO UPDATE SET updated_at = clock_timestamp()
            RETURNING \(fragment: Self.columns)
            """
        ).only
        return try Self.memory(row)
    }

    /// All of a person's memories, oldest first.
    package func list(person: String) async throws -> [Memory] {
        try await pool.query(
            "SELECT \(fragment: Self.columns) FROM memories WHERE person_id = \(person) ORDER BY id"
        ).map(Self.memory)
    }

    /// Removes one memory; false when the person has none of that number.
    @discardableResult
    package func forget(_ id: Int64, person: String) async throws -> Bool {
        try await pool.query("DELETE FROM memories WHERE id = \(id) AND person_id = \(person)").affected == 1
    }

    /// Removes all memories of a person, with their embeddings; returns how many.
    @discardableResult
    package func forgetEverything(person: String) async throws -> Int {
        try await pool.query("DELETE FROM memories WHERE person_id = \(person)").affected
    }

    /// Keeps the vector of a memory's text; replaces one by the same model.
    /// - Returns: false when the memory was forgotten, or its text is another one by now.
    @discardableResult
    package func embed(_ memory: Memory, _ vector: [Float], model: Model) async throws -> Bool {
        try await pool.query(
            """
            INSERT INTO memory_embeddings (memory_id, model, digest, dimensions, embedding)
            SELECT id, \(model.name), \(model.digest), \(vector.count)::int, \(vector)::vector
            FROM memories WHERE id = \(memory.id) AND text = \(memory.text) FOR KEY SHARE
            ON CONFLICT (memory_id, model, digest)
            DO UPDATE SET dimensions = excluded.dimensions, embedding = excluded.embedding,
                created_at = excluded.created_at
            """
        ).affected == 1
    }

    /// Memories a model has no vector of yet, oldest first.
    package func withoutEmbedding(model: Model, limit: Int = 100) async throws -> [Memory] {
        try await pool.query(
            """
            SELECT \(fragment: Self.columns) FROM memories WHERE NOT EXISTS (
                SELECT FROM memory_embeddings
                WHERE memory_id = memories.id AND model = \(model.name) AND digest = \(model.digest))
            ORDER BY id LIMIT \(limit)
            """
        ).map(Self.memory)
    }

    /// A person's memories nearest to a vector, by an exact scan of those the model has seen; nearest first.
    package func recall(
        near vector: [Float], person: String, model: Model, limit: Int = 5
    ) async throws -> [Match] {
        // Materialized: vectors of other dimensions, which compare with an error, are gone before any comparison.
        try await pool.query(
            """
            WITH own AS MATERIALIZED (
                SELECT memories.*, embedding FROM memories JOIN memory_embeddings ON memory_id = memories.id
                WHERE person_id = \(person) AND model = \(model.name) AND digest = \(model.digest)
                    AND dimensions = \(vector.count)::int)
            SELECT \(fragment: Self.columns), embedding <=> \(vector)::vector AS distance FROM own
            ORDER BY distance, id LIMIT \(limit)
            """
        ).map { try Match(memory: Self.memory($0), distance: $0.decode("distance")) }
    }

    static let columns: Statement = "id, person_id, text, created_at, updated_at"

    static func memory(_ row: Row) throws -> Memory {
        try Memory(
            id: row.decode("id"), person: row.decode("person_id"), text: row.decode("text"),
            created: row.decode("created_at"), updated: row.decode("updated_at"))
    }
}
