import Foundation
import JSONValues
import Testing

@testable import LanguageModel

/// Where real servers are: see `RealModelTests`.
private enum Lab {
    static let chat = ProcessInfo.processInfo.environment["REVA_LAB_CHAT_URL"]
    static let embed = ProcessInfo.processInfo.environment["REVA_LAB_EMBED_URL"]
    static let ollama = ProcessInfo.processInfo.environment["REVA_LAB_OLLAMA_URL"]
}

/// Real models behind real servers, where the environment names them: REVA_LAB_CHAT_URL and REVA_LAB_EMBED_URL (OpenAI's
/// protocol, llama.cpp) and REVA_LAB_OLLAMA_URL (Ollama's). One after the other: the servers have one place each.
@Suite("Real models", .serialized)
struct RealModelTests {
    private func model(of server: OpenAICompatible) async throws -> String {
        try #require(try await server.models().first).name
    }

    @Test("a real model streams an answer, and counts", .enabled(if: Lab.chat != nil))
    func chat() async throws {
        let server = OpenAICompatible(address: try #require(Lab.chat))
        var request = ChatRequest.asking("Name a colour.", model: try await model(of: server))
        request.maximumTokens = 12
        request.temperature = 0
        let heard = Heard()
        let reply = try await server.chat(request) { heard.add($0) }
        #expect(heard.all.count > 1)
        #expect(heard.text == reply.text)
        #expect([.finished, .tokenLimit].contains(reply.end))
        #expect((reply.usage.prompt ?? 0) > 0 && (1...12).contains(reply.usage.answer ?? 0))
        #expect(!reply.promptSeemsCut)
    }

    @Test("a real model keeps to a schema: its words are an action", .enabled(if: Lab.chat != nil))
    func action() async throws {
        let server = SchemaBound(server: OpenAICompatible(address: try #require(Lab.chat)), attempts: 3)
        var request = ChatRequest(
            model: "any", messages: [.system("You look up releases."), .user("What is the state of release R1?")],
            tools: [.release])
        request.maximumTokens = 200
        request.temperature = 0
        let reply = try await server.chat(request)
        #expect(!reply.text.isEmpty || reply.calls.first?.name == "release__get")
    }

    @Test("cancelling a real answer ends it, and the next one is answered", .enabled(if: Lab.chat != nil))
    func cancellation() async throws {
        let server = OpenAICompatible(address: try #require(Lab.chat))
        var request = ChatRequest.asking("Count from one to a thousand, in words.", model: "any")
        request.maximumTokens = 1000
        let long = request
        let (pieces, report) = AsyncStream<ChatDelta>.makeStream()
        let task = Task { try await server.chat(long) { report.yield($0) } }
        for await _ in pieces { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await server.probe(.chat(model: "any"), within: .seconds(60)).took > .zero)
    }

    @Test("a real server refuses what is longer than its context", .enabled(if: Lab.chat != nil))
    func contextExceeded() async throws {
        let server = OpenAICompatible(address: try #require(Lab.chat))
        let error = try await modelError {
            try await server.chat(.asking(String(repeating: "many words ", count: 20_000), model: "any"))
        }
        #expect(error.reason == .contextExceeded, "\(error)")
    }

    @Test("real embeddings know what is alike, in both orders", .enabled(if: Lab.embed != nil))
    func embeddings() async throws {
        let server = OpenAICompatible(address: try #require(Lab.embed))
        let model = try await model(of: server)
        let texts = [
            "This is an example sentence", "The release failed at night.", "A deployment broke yesterday evening.",
        ]
        let result = try await server.embed(texts, model: model)
        #expect(result.vectors.map(\.count) == [384, 384, 384])
        let expected: [Float] = [0.0677, 0.0635, 0.0487]
        for (value, known) in zip(result.vectors[0], expected) { #expect(abs(value - known) < 0.001) }
        func nearness(_ one: Int, _ other: Int) -> Float {
            zip(result.vectors[one], result.vectors[other]).reduce(0) { $0 + $1.0 * $1.1 }
        }
        #expect(nearness(1, 2) > nearness(0, 1))
        let long = String(repeating: "word ", count: 600)
        let error = try await modelError { try await server.embed([long], model: model) }
        #expect(error.reason == .contextExceeded, "\(error)")
        #expect(try await server.probe(.embedding(model: model), within: .seconds(60)).dimensions == 384)
    }

    @Test("a real model behind another implementation of Ollama's protocol answers", .enabled(if: Lab.ollama != nil))
    func ollama() async throws {
        let server = Ollama(address: try #require(Lab.ollama))
        #expect(try await !server.models().isEmpty)
        var request = ChatRequest.asking("Name a colour.", model: "local/smollm2")
        request.maximumTokens = 12
        let heard = Heard()
        let reply = try await server.chat(request) { heard.add($0) }
        #expect(!reply.text.isEmpty)
        #expect(heard.text == reply.text)
        request.format = ["type": "object", "properties": ["colour": ["type": "string"]], "required": ["colour"]]
        request.maximumTokens = 60
        let bound = try await server.chat(request)
        #expect(try JSON(parsing: bound.text)["colour"]?.string != nil)
    }
}
