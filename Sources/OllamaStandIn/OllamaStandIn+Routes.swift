import Foundation
import Hummingbird

extension OllamaStandIn {
    func addRoutes(to router: Router<BasicRequestContext>) {
        router.get("/") { _, _ in "Ollama is running" }
        router.head("/") { _, _ in HTTPResponse.Status.ok }
        router.get("/api/version") { _, _ in Self.json(["version": "0.33.2-stand-in"]) }
        router.get("/api/tags") { _, _ in
            self.tell(.asked(path: "/api/tags", body: ""))
            return Self.json(["models": self.installed.map(Self.listed)])
        }
        router.get("/api/ps") { _, _ in Self.json(["models": [String]()]) }
        router.post("/api/show") { request, _ in
            try await self.withModel(of: request) { _, model, _ in Self.json(Self.shown(model)) }
        }
        router.delete("/api/delete") { request, _ in
            try await self.withModel(of: request) { _, model, _ in
                _ = self.remove(model.name)
                return Response(status: .ok)
            }
        }
        router.post("/api/embed") { request, _ in
            try await self.withModel(of: request) { question, model, _ in self.embed(question, with: model) }
        }
        router.post("/api/chat") { request, _ in
            try await self.withModel(of: request) { self.chat($0, with: $1, for: $2) }
        }
        router.post("/api/pull") { request, _ in
            var request = request
            let (question, refusal) = try await self.read(&request)
            return refusal ?? self.pull(question, for: request)
        }
    }

    static func json(_ value: [String: Any], status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(data: JSONText.data(value))))
    }

    static func refusal(_ status: Int, _ error: String) -> Response {
        json(["error": error], status: .init(code: status))
    }

    /// The question, and the refusal of one that cannot be read. The body stays with the request: Hummingbird can tell
    /// that a caller leaves only while it holds one.
    private func read(_ request: inout Request) async throws -> (StandInRequest, Response?) {
        let body = try await request.collectBody(upTo: 64 << 20)
        tell(.asked(path: request.uri.path, body: String(buffer: body)))
        guard let question = try? JSONDecoder().decode(StandInRequest.self, from: Data(body.readableBytesView)) else {
            return (StandInRequest(), Self.refusal(400, "invalid request body"))
        }
        if (question.model ?? question.name ?? "").isEmpty { return (question, Self.refusal(400, "model is required")) }
        return (question, nil)
    }

    private func withModel(
        of request: Request, _ body: (StandInRequest, StandInModel, Request) throws -> Response
    ) async throws -> Response {
        var request = request
        let (question, refusal) = try await read(&request)
        if let refusal { return refusal }
        let name = question.model ?? question.name ?? ""
        guard let model = model(name) else { return Self.refusal(404, "model '\(name)' not found") }
        return try body(question, model, request)
    }

    private static func listed(_ model: StandInModel) -> [String: Any] {
        [
            "name": model.name, "model": model.name, "modified_at": "2026-03-15T02:00:00Z", "size": model.size,
            "digest": model.digest, "details": details,
        ]
    }

    private static func shown(_ model: StandInModel) -> [String: Any] {
        [
            "details": details, "capabilities": model.capabilities.sorted(), "modified_at": "2026-03-15T02:00:00Z",
            "template": "{{ .Prompt }}",
            "model_info": [
                "general.architecture": "rule", "rule.context_length": model.contextLength,
                "rule.embedding_length": model.embeddingLength,
            ],
        ]
    }

    private static var details: [String: Any] {
        [
            "format": "gguf", "family": "rule", "families": ["rule"], "parameter_size": "0B",
            "quantization_level": "F32",
            "parent_model": "",
        ]
    }

    private func embed(_ question: StandInRequest, with model: StandInModel) -> Response {
        let name = model.name
        guard model.capabilities.contains("embedding") else {
            return Self.refusal(400, "\"\(name)\" does not support embeddings")
        }
        let texts = question.input?.texts ?? []
        let tokens = texts.map { $0.utf8.count / 4 + 1 }
        if question.truncate == false, tokens.contains(where: { $0 > model.contextLength }) {
            return Self.refusal(400, "the input length exceeds the context length")
        }
        return Self.json([
            "model": question.model ?? name, "total_duration": 1_000_000, "load_duration": 1_000,
            "prompt_eval_count": tokens.reduce(0, +),
            "embeddings": texts.map { DemoAnswers.vector(of: $0, dimensions: model.embeddingLength) },
        ])
    }
}
