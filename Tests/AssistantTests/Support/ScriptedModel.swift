import Foundation
import JSONValues
import Synchronization

@testable import LanguageModel

/// A model that says what a test wants: it is given the request, and answers with words, calls or an error.
final class ScriptedModel: ModelServer {
    enum Reply: Sendable {
        case says(String)
        case calls([(name: String, arguments: [String: JSON])])
        /// Says part of an answer, and breaks.
        case breaks(after: String, ModelError)
        case fails(ModelError)

        static func call(_ name: String, _ arguments: [String: JSON] = [:]) -> Reply {
            .calls([(name, arguments)])
        }
    }

    let address = "scripted"
    private let answer: @Sendable (ChatRequest) async throws -> Reply
    private let contextTokens: Int
    private let capabilities: Set<ModelDescription.Capability>
    private let seen = Mutex<[ChatRequest]>([])

    init(
        contextTokens: Int = 65_536, capabilities: Set<ModelDescription.Capability> = [.chat, .tools],
        _ answer: @escaping @Sendable (ChatRequest) async throws -> Reply
    ) {
        self.contextTokens = contextTokens
        self.capabilities = capabilities
        self.answer = answer
    }

    /// One reply after the other; the last one for ever.
    convenience init(_ replies: Reply...) {
        let left = Mutex(replies)
        self.init { _ in left.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
    }

    var requests: [ChatRequest] { seen.withLock(\.self) }

    func chat(
        _ request: ChatRequest, receive: @escaping @Sendable (ChatDelta) async throws -> Void
    ) async throws -> ChatReply {
        seen.withLock { $0.append(request) }
        var (text, calls): (String, [ToolCall]) = ("", [])
        switch try await answer(request) {
        case .says(let words): text = words
        case .calls(let wanted):
            calls = wanted.enumerated().map { ToolCall(id: "call_\($0)", name: $1.name, arguments: $1.arguments) }
        case .breaks(let words, let error):
            try await receive(.text(words))
            throw error
        case .fails(let error): throw error
        }
        for word in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
            try await receive(.text((word.offset == 0 ? "" : " ") + word.element))
        }
        for call in calls { try await receive(.call(call)) }
        return ChatReply(
            text: text, reasoning: "", calls: calls, end: .finished, usage: .init(prompt: nil, answer: nil),
            promptBytes: request.size)
    }

    func embed(_ texts: [String], model: String) async throws -> Embeddings {
        throw ModelError(.unsupported, "the scripted model makes no vectors")
    }

    func models() async throws -> [InstalledModel] { [] }

    func describe(_ model: String) async throws -> ModelDescription {
        ModelDescription(name: model, capabilities: capabilities, contextTokens: contextTokens, dimensions: nil)
    }

    func ensure(
        _ model: String, progress: @escaping @Sendable (PullProgress) async throws -> Void
    ) async throws {}

    func probe(_ use: ModelUse, within limit: Duration) async throws -> ModelProbe {
        ModelProbe(took: .zero, dimensions: nil)
    }
}

extension ChatRequest {
    /// What a tool said last, with its marks.
    var lastToolText: String? {
        messages.last { if case .tool = $0 { true } else { false } }?.text
    }

    var isAfterTool: Bool { if case .tool? = messages.last { true } else { false } }
}
