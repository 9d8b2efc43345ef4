import Synchronization

@testable import LanguageModel

/// The pieces of an answer that were received.
final class Heard: Sendable {
    private let pieces = Mutex<[ChatDelta]>([])

    func add(_ delta: ChatDelta) { pieces.withLock { $0.append(delta) } }

    var all: [ChatDelta] { pieces.withLock(\.self) }

    var text: String {
        all.reduce(into: "") { text, delta in
            if case .text(let piece) = delta { text += piece }
        }
    }
}

/// The error that `body` throws; fails the test where it throws none of ours.
func modelError(_ body: () async throws -> some Any) async throws -> ModelError {
    do {
        _ = try await body()
    } catch let error as ModelError {
        return error
    }
    throw NoError()
}

struct NoError: Error {}

extension ChatRequest {
    static func asking(_ text: String, model: String = "stand-in", tools: [Tool] = []) -> ChatRequest {
        ChatRequest(model: model, messages: [.user(text)], tools: tools)
    }
}

extension Tool {
    static let release = Tool(
        name: "release__get", description: "Reads one release.",
        parameters: ["type": "object", "properties": ["id": ["type": "string"]], "required": ["id"]])
}
