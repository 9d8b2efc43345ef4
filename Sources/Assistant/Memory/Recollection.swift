import Records

/// What is remembered of one person: kept as they typed it, and found again when it matters.
struct Recollection: Sendable {
    let embedder: Embedder?
    let notebook: Notebook
    let person: Person

    /// Cosine distance up to which a memory is about the same thing.
    private static let near = 0.7
    private static let limit = 5

    /// Nil where the records are away.
    func remember(_ text: String) async -> Memories.Memory? {
        let memory = await notebook.ask { try await $0.memories.remember(text, person: person.id) }
        guard memory != nil, let embedder, let version = await embedder.version() else { return memory }
        await embedMissing(embedder, version)
        return memory
    }

    /// What matters for a text: found by meaning and by words, best first.
    func recall(for text: String) async -> [Answer.UsedMemory] {
        let byWords = await notebook.ask { try await $0.memories.search(text, person: person.id) } ?? []
        let byMeaning = await near(text)
        var ranks: [Int64: Double] = [:]
        for list in [byMeaning, byWords] {
            // Reciprocal ranks: a memory that both find comes first.
            for (place, memory) in list.enumerated() { ranks[memory.id, default: 0] += 1 / Double(60 + place) }
        }
        let all = Dictionary((byMeaning + byWords).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return all.values.sorted { (ranks[$0.id] ?? 0, $0.id) > (ranks[$1.id] ?? 0, $1.id) }.prefix(Self.limit)
            .map { Answer.UsedMemory(number: $0.id, text: $0.text) }
    }

    private func near(_ text: String) async -> [Memories.Memory] {
        guard let embedder, !notebook.isAway, let version = await embedder.version() else { return [] }
        guard await notebook.ask({ try await !$0.memories.list(person: person.id).isEmpty }) == true else { return [] }
        await embedMissing(embedder, version)
        guard let vector = await embedder.vectors(of: [text])?.first else { return [] }
        let matches = await notebook.ask {
            try await $0.memories.recall(near: vector, person: person.id, model: version, limit: Self.limit)
        }
        return (matches ?? []).filter { $0.distance <= Self.near }.map(\.memory)
    }

    /// Memories of this person that the model of now has not seen: new ones, and all after another model was set.
    private func embedMissing(_ embedder: Embedder, _ version: Memories.Model) async {
        let missing = await notebook.ask {
            try await $0.memories.withoutEmbedding(model: version, person: person.id)
        }
        guard let missing, !missing.isEmpty, let vectors = await embedder.vectors(of: missing.map(\.text)) else {
            return
        }
        for (memory, vector) in zip(missing, vectors) {
            _ = await notebook.ask { try await $0.memories.embed(memory, vector, model: version) }
        }
    }
}
