import LanguageModel
import Logging
import Records

/// Turns texts into vectors, so that a memory is found by its meaning. Everything works without it, by words.
package struct Embedder: Sendable {
    private let server: any ModelServer
    private let model: String
    private let logger: Logger

    /// - Parameter server: patient for seconds only: a person waits for it.
    package init(server: any ModelServer, model: String, logger: Logger = Logger(label: "reva.assistant")) {
        self.server = server
        self.model = model
        self.logger = logger
    }

    /// The model as it is now: vectors of an older one compare with nothing, and are made anew. Nil where it cannot be
    /// asked.
    func version() async -> Memories.Model? {
        guard let models = try? await server.models() else { return nil }
        let found = models.first { $0.name == model || $0.name == "\(model):latest" }
        return Memories.Model(name: model, digest: found?.digest ?? "")
    }

    /// Nil where they could not be made; the log says why.
    func vectors(of texts: [String]) async -> [[Float]]? {
        do {
            return try await server.embed(texts, model: model).vectors
        } catch {
            logger.warning("memories are recalled by words only", metadata: ["error": "\(error)"])
            return nil
        }
    }
}
