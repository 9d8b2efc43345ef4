import Foundation
import OllamaStandIn
import Testing

@testable import LanguageModel

@Suite("Models of Ollama")
struct OllamaModelTests {
    private static let large = StandInModel(name: "large:8b", size: 100)

    @Test("lists and describes what is there")
    func models() async throws {
        try await withStandIn { _, address in
            let server = Ollama(address: address + "/", contextTokens: 4096)
            let models = try await server.models()
            #expect(models.map(\.name) == ["stand-in:latest", "stand-in-embed:latest"])
            #expect(models.allSatisfy { $0.digest?.count == 64 && $0.size == 4096 })
            let chat = try await server.describe("stand-in")
            #expect(chat.capabilities == [.chat, .tools])
            #expect(chat.contextTokens == 4096)
            let embedding = try await server.describe("stand-in-embed")
            #expect(embedding.capabilities == [.embedding])
            #expect(embedding.contextTokens == 512, "a model has no more than it was trained with")
            #expect(embedding.dimensions == 64)
            let error = try await modelError { try await server.describe("none") }
            #expect(error.reason == .missingModel)
            #expect(error.summary == "\(address) has no model none")
        }
    }

    @Test("a missing model is fetched, and the question is answered")
    func pulls() async throws {
        try await withStandIn(OllamaStandIn(models: [], library: [Self.large])) { _, address in
            let heard = Heard()
            let reply = try await Ollama(address: address).chat(.asking("Hi", model: "large:8b")) { heard.add($0) }
            #expect(reply.text.hasPrefix("I am a stand-in"))
            let progress = heard.all.compactMap { delta in
                if case .pulling(let progress) = delta { progress } else { nil }
            }
            #expect(progress.map(\.completed) == [nil, 0, 50, 100, nil, nil])
            #expect(progress.first?.status == "pulling manifest")
            #expect(progress.allSatisfy { $0.model == "large:8b" })
            #expect(progress.compactMap(\.total) == [100, 100, 100])
        }
    }

    @Test("a missing model is fetched for embeddings too; ensuring twice is ensuring once")
    func ensures() async throws {
        try await withStandIn(OllamaStandIn(models: [])) { standIn, address in
            let server = Ollama(address: address)
            #expect(try await server.embed(["a"], model: "stand-in-embed").vectors.count == 1)
            try await server.ensure("stand-in-embed:latest")
            try await server.ensure("stand-in")
            try await server.ensure("stand-in")
            #expect(standIn.installed.map(\.name) == ["stand-in-embed:latest", "stand-in:latest"])
        }
    }

    @Test("without leave to fetch, a missing model is an error that names the command")
    func doesNotPull() async throws {
        try await withStandIn(OllamaStandIn(models: [])) { standIn, address in
            var server = Ollama(address: address)
            server.pullsMissingModels = false
            let error = try await modelError { try await server.chat(.asking("Hi")) }
            #expect(error.reason == .missingModel)
            #expect(error.hints.first?.contains("`ollama pull stand-in`") == true)
            #expect(standIn.installed.isEmpty)
        }
    }

    @Test("a download that fails, breaks or is of nothing says so; the next one goes on")
    func failingPulls() async throws {
        try await withStandIn(OllamaStandIn(models: [], library: [Self.large])) { standIn, address in
            let server = Ollama(address: address)
            standIn.script(download: .progress(completed: 10, total: 100), .complain("no space left on device"))
            let full = try await modelError { try await server.ensure("large:8b") }
            #expect(full.reason == .pullFailed)
            #expect(full.summary == "\(address) could not fetch large:8b: no space left on device")

            standIn.script(download: .progress(completed: 10, total: 100), .cut)
            let cut = try await modelError { try await server.ensure("large:8b") }
            #expect(cut.reason == .cut)

            let unknown = try await modelError { try await server.chat(.asking("Hi", model: "unknown")) }
            #expect(unknown.reason == .pullFailed)
            #expect(unknown.summary.hasSuffix("could not fetch unknown: pull model manifest: file does not exist"))

            standIn.script(download: .status("writing manifest"))
            let lie = try await modelError { try await server.ensure("unknown") }
            #expect(lie.summary == "\(address) says that it fetched unknown, but does not have it")
            standIn.script(download: .status("writing manifest"))
            #expect(
                try await modelError { try await server.chat(.asking("Hi", model: "unknown")) }.reason == .missingModel)

            #expect(standIn.installed.isEmpty)
            try await server.ensure("large:8b")
            #expect(standIn.installed == [Self.large])
        }
    }

    @Test("a download that goes nowhere is given up, though the server repeats itself")
    func stalledPull() async throws {
        try await withStandIn(OllamaStandIn(models: [], library: [Self.large])) { standIn, address in
            let same = StandInDownload.progress(completed: 10, total: 100)
            standIn.script(download: same, same, same, .stall)
            let clock = ManualClock()
            let server = Ollama(address: address, patience: Patience(pullProgress: .seconds(30)), clock: clock)
            let error = Task { try await modelError { try await server.pull("large:8b") { _ in } } }
            var events = standIn.events.makeAsyncIterator()
            while let event = await events.next(), event != .stalled {}
            let found = try await clock.passing { try await error.value }
            #expect(found.reason == .timeout(.pullProgress))
            #expect(found.summary == "large:8b at \(address) gave no progress of the download within 30 seconds")
            while let event = await events.next(), event != .callerLeft {}
        }
    }

    @Test("embeds in order, counts, and refuses what is too long")
    func embeds() async throws {
        try await withStandIn { _, address in
            let server = Ollama(address: address)
            let texts = ["the release failed", "the release failed badly", "bananas"]
            let result = try await server.embed(texts, model: "stand-in-embed")
            #expect(result.vectors.map(\.count) == [64, 64, 64])
            #expect(result.tokens == 5 + 7 + 2)
            let near = zip(result.vectors[0], result.vectors[1]).reduce(0) { $0 + $1.0 * $1.1 }
            let far = zip(result.vectors[0], result.vectors[2]).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(near > far)
            #expect(try await server.embed([], model: "stand-in-embed").vectors.isEmpty)
            let long = try await modelError {
                try await server.embed([String(repeating: "long ", count: 600)], model: "stand-in-embed")
            }
            #expect(long.reason == .contextExceeded)
            let wrong = try await modelError { try await server.embed(["a"], model: "stand-in") }
            #expect(wrong.reason == .unsupported)
        }
    }

    @Test(
        "takes no vectors that are none",
        arguments: [
            ("[]", "0 vectors for 2 texts"), ("[[1],[1,2]]", "vectors of different lengths"),
            ("[[],[]]", "an empty vector"),
        ])
    func nonsenseVectors(vectors: String, problem: String) async throws {
        try await withServer(Script([#"{"embeddings":\#(vectors)}"#])) { address, _ in
            let error = try await modelError { try await Ollama(address: address).embed(["a", "b"], model: "m") }
            #expect(error.reason == .nonsense)
            #expect(error.summary == "m at \(address) gave \(problem)")
        }
    }

    @Test("a probe makes one token or one vector, and fetches nothing")
    func probes() async throws {
        try await withStandIn(OllamaStandIn(models: [.chat, .embedding], library: [Self.large])) { standIn, address in
            let server = Ollama(address: address)
            #expect(try await server.probe(.chat(model: "stand-in"), within: .seconds(60)).dimensions == nil)
            #expect(try await server.probe(.embedding(model: "stand-in-embed"), within: .seconds(60)).dimensions == 64)
            let missing = try await modelError {
                try await server.probe(.chat(model: "large:8b"), within: .seconds(60))
            }
            #expect(missing.reason == .missingModel)
            #expect(standIn.installed.count == 2)
            standIn.script(.steps(.silence))
            let broken = try await modelError { try await server.probe(.chat(model: "stand-in"), within: .seconds(60)) }
            #expect(broken.reason == .cut)
        }
    }

    @Test("a probe that hangs ends within its own limit")
    func hangingProbe() async throws {
        try await withStandIn { standIn, address in
            standIn.script(.steps(.stall))
            let clock = ManualClock()
            let server = Ollama(address: address, clock: clock)
            let error = Task {
                try await modelError { try await server.probe(.chat(model: "stand-in"), within: .seconds(5)) }
            }
            for await event in standIn.events where event == .stalled { break }
            let found = try await clock.passing { try await error.value }
            #expect(found.reason == .timeout(.probe))
            #expect(found.summary == "stand-in at \(address) gave no sign that it works within 5 seconds")
        }
    }

    @Test(
        "a name without tag means the latest",
        arguments: [("a", "a:latest"), ("a:1b", "a:1b"), ("h:80/a", "h:80/a:latest")])
    func names(name: String, complete: String) {
        #expect(ModelName.complete(name) == complete)
    }
}
