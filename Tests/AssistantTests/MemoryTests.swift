import LanguageModel
import OllamaStandIn
import PostgresTesting
import Records
import Testing

@testable import Assistant

@Suite(.postgresWithVector) struct MemoryTests {
    private static func recollection(_ records: Records, _ embedder: Embedder?) -> Recollection {
        Recollection(embedder: embedder, notebook: Notebook(records, logger: quiet), person: .ada)
    }

    @Test(
        "finds by words what was said in other forms of them, in both languages",
        arguments: [
            ("Which releases are mine?", "My release is Payment"),
            ("Wie heißen meine Releases?", "Mein Release ist Payment"),
            ("Zeig mir die Freigaben", "Eine Freigabe macht Carol"), ("What about R-12?", "R-12 is important"),
            ("'quotes' & | ! :* in R-12", "R-12 is important"),
        ])
    func words(question: String, memory: String) async throws {
        try await withRecords { records, _ in
            for text in [memory, "likes tea", "mag Tee"] { try await records.memories.remember(text, person: "ada") }
            try await records.memories.remember(memory, person: "bob")
            let found = try await records.memories.search(question, person: "ada")
            #expect(found.map(\.text) == [memory])
            #expect(found.allSatisfy { $0.person == "ada" })
            let recalled = await Self.recollection(records, nil).recall(for: question)
            #expect(recalled.map(\.text) == [memory])
        }
    }

    @Test("finds nothing where nothing matters, whatever is asked", arguments: ["", "the of and", "&|!", "weather"])
    func nothing(question: String) async throws {
        try await withRecords { records, _ in
            try await records.memories.remember("My release is Payment", person: "ada")
            #expect(try await records.memories.search(question, person: "ada").isEmpty)
        }
    }

    @Test("finds by meaning, and makes the vectors anew when the model is another one")
    func meaning() async throws {
        let models = ["first:latest", "second:latest"].map {
            StandInModel(name: $0, capabilities: ["embedding"], contextLength: 512)
        }
        let standIn = OllamaStandIn(models: models, library: [])
        try await withRecords { records, pool in
            try await withLive({ standIn.application(logger: quiet, started: $0) }) { port in
                let server = Ollama(address: "http://127.0.0.1:\(port)")
                for (index, name) in ["first", "second"].enumerated() {
                    let recollection = Self.recollection(records, Embedder(server: server, model: name, logger: quiet))
                    if index == 0 { _ = await recollection.remember("payment deployment window friday") }
                    let found = await recollection.recall(for: "payment deployment window")
                    #expect(found.map(\.text) == ["payment deployment window friday"])
                    let kept = try await pool.query("SELECT DISTINCT model FROM memory_embeddings ORDER BY model")
                    #expect(
                        try kept.map { try $0.decode(0, as: String.self) }
                            == Array(["first", "second"].prefix(index + 1)))
                }
            }
            // The server is gone: words have to do, and nothing fails.
            let gone = Embedder(server: Ollama(address: "http://127.0.0.1:1"), model: "first", logger: quiet)
            let recollection = Self.recollection(records, gone)
            #expect(await recollection.recall(for: "payment").count == 1)
            #expect(await recollection.remember("likes tea") != nil)
        }
    }
}
