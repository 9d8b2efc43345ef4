import Foundation
import JSONValues

extension Ollama {
    package func models() async throws -> [InstalledModel] {
        struct Tags: Decodable, Sendable {
            struct Model: Decodable, Sendable {
                var name: String
                var digest: String?
                var size: Int64?
            }
            var models: [Model]?
        }
        let tags = try await endpoint.ask("/api/tags", about: "its models", as: Tags.self)
        return (tags.models ?? []).map { InstalledModel(name: $0.name, digest: $0.digest, size: $0.size) }
    }

    package func describe(_ model: String) async throws -> ModelDescription {
        struct Show: Decodable, Sendable {
            var capabilities: [String]?
            var model_info: [String: JSON]?
        }
        let show = try await endpoint.ask("/api/show", ["model": .string(model)], about: model, as: Show.self)
        // Facts of a model are named after its architecture: "qwen3.context_length".
        let info = show.model_info ?? [:]
        let architecture = info["general.architecture"]?.string ?? ""
        let trained = info["\(architecture).context_length"]?.integer
        return ModelDescription(
            name: model, capabilities: Set((show.capabilities ?? []).compactMap(ModelDescription.Capability.init)),
            contextTokens: min(contextTokens, trained ?? .max),
            dimensions: info["\(architecture).embedding_length"]?.integer)
    }

    package func ensure(
        _ model: String, progress: @escaping @Sendable (PullProgress) async throws -> Void
    ) async throws {
        if try await has(model) { return }
        try await pull(model, progress: progress)
        guard try await has(model) else {
            throw ModelError(
                .pullFailed, "\(address) says that it fetched \(model), but does not have it",
                hints: ["See the server's log, and the disk with its models."])
        }
    }

    private func has(_ model: String) async throws -> Bool {
        let wanted = ModelName.complete(model)
        return try await models().contains { ModelName.complete($0.name) == wanted }
    }

    /// Has the server fetch a model; it goes on where an earlier attempt was interrupted.
    func pull(_ model: String, progress: @escaping @Sendable (PullProgress) async throws -> Void) async throws {
        let wait = endpoint.patience.pullProgress
        try await endpoint.exchange(
            "/api/pull", ["model": .string(model), "stream": true], about: model, whole: .pullProgress,
            // A large model may take hours over a slow line: only silence ends it.
            within: .seconds(Int64(Int32.max)), shortest: wait
        ) { response, watchdog in
            watchdog.expect(.pullProgress, within: wait)
            var lines = AnswerLines(of: response, endpoint: endpoint, about: model)
            var last: PullChunk?
            while let line = try await lines.next() {
                guard !line.isEmpty else { continue }
                let chunk = try streamed(PullChunk.self, line, about: model) { pullFailed(model, $0.text) }
                if chunk.status == "success" { return }
                // The server repeats itself several times a second while nothing arrives.
                if chunk != last {
                    watchdog.pause()
                    try await progress(chunk.progress(of: model))
                    watchdog.expect(.pullProgress, within: wait)
                }
                last = chunk
            }
            throw endpoint.cut(model)
        }
    }

    private func pullFailed(_ model: String, _ cause: String) -> ModelError {
        ModelError(
            .pullFailed, "\(address) could not fetch \(model): \(cause)",
            hints: ["See the model's name, the server's way to its registry, and the room on its disk."])
    }

    /// One line of a stream. A complaint may come in place of any line, long after status 200.
    func streamed<Chunk: Decodable>(
        _ type: Chunk.Type, _ line: ArraySlice<UInt8>, about model: String, complaining: (Complaint) -> ModelError
    ) throws(ModelError) -> Chunk {
        let data = Data(line)
        if let value = try? JSON(parsing: data), let complaint = Complaint(in: value) {
            throw complaining(complaint)
        }
        return try endpoint.decode(type, from: data, about: model)
    }
}

/// One line of the answer of `POST /api/pull`.
struct PullChunk: Decodable, Hashable, Sendable {
    var status: String
    var digest: String?
    var total: Int64?
    var completed: Int64?

    func progress(of model: String) -> PullProgress {
        PullProgress(model: model, status: status, completed: total == nil ? nil : completed ?? 0, total: total)
    }
}
