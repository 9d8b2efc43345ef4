import Foundation
import Hummingbird

extension OllamaStandIn {
    func chat(_ question: StandInRequest, with model: StandInModel, for request: Request) -> Response {
        if let refusal = refusal(of: question, by: model) { return refusal }
        switch nextAnswer() ?? DemoAnswers.answer(to: question) {
        case .refuse(let status, let error): return Self.refusal(status, error)
        case .steps(let steps):
            let answer = ChatAnswer(question: question, promptTokens: read(of: question, by: model))
            return question.isStreamed
                ? stream(for: request) { try await self.play(steps, of: answer, to: &$0) } : whole(steps, of: answer)
        }
    }

    /// What a real one refuses before it begins.
    private func refusal(of question: StandInRequest, by model: StandInModel) -> Response? {
        if !model.capabilities.contains("completion") {
            return Self.refusal(400, "\"\(model.name)\" does not support chat")
        }
        if question.tools?.isEmpty == false, !model.capabilities.contains("tools") {
            return Self.refusal(400, "\(model.name) does not support tools")
        }
        if !cutsInSilence, question.shift == false, question.promptTokens >= window(of: question, by: model) {
            return Self.refusal(
                400,
                "the prompt is longer than the context length currently available to the model; shorten the prompt, "
                    + "adjust the context length in settings, or use a model with a longer context length")
        }
        return nil
    }

    private func window(of question: StandInRequest, by model: StandInModel) -> Int {
        min(question.options?.num_ctx ?? 4096, model.contextLength)
    }

    /// Tokens that are read: of what does not fit, half the window.
    private func read(of question: StandInRequest, by model: StandInModel) -> Int {
        let window = window(of: question, by: model)
        return question.promptTokens < window ? question.promptTokens : window / 2
    }

    /// A body that is written as `body` says, which is cancelled when the caller leaves. The connection is not used again, as
    /// watching it means to read it; a client that is not told may send its next request into the closing one.
    func stream(
        for request: Request, _ body: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/x-ndjson", .connection: "close"],
            body: ResponseBody { writer in
                do {
                    try await request.body.consumeWithCancellationOnInboundClose { _ in try await body(&writer) }
                } catch {
                    if !(error is Cut) { self.tell(.callerLeft) }
                    throw error
                }
                try await writer.finish(nil)
            })
    }

    private func play(
        _ steps: [StandInAnswer.Step], of answer: ChatAnswer, to writer: inout any ResponseBodyWriter
    ) async throws {
        var answer = answer
        for step in steps {
            switch step {
            case .stall: try await stall()
            case .cut: throw Cut()
            case .silence: return
            case .raw(let bytes): try await writer.write(ByteBuffer(bytes: bytes))
            case .complain(let error): return try await writer.write(line: ["error": error])
            case .end(let reason): return try await writer.write(line: answer.end(reason))
            default: try await writer.write(line: answer.piece(step))
            }
        }
        try await writer.write(line: answer.end("stop"))
    }

    /// One object, for callers that want no stream. Steps that need one are left out.
    private func whole(_ steps: [StandInAnswer.Step], of answer: ChatAnswer) -> Response {
        var answer = answer
        var text = ""
        var calls: [[String: Any]] = []
        var reason = "stop"
        for step in steps {
            switch step {
            case .text(let piece): text += piece
            case .call(let name, let arguments): calls.append(ChatAnswer.call(name, arguments))
            case .complain(let error): return Self.refusal(500, error)
            case .end(let word): reason = word
            default: break
            }
            _ = answer.piece(step)
        }
        var message: [String: Any] = ["role": "assistant", "content": text]
        if !calls.isEmpty { message["tool_calls"] = calls }
        return Self.json(answer.end(reason).merging(["message": message]) { _, new in new })
    }
}

/// Lines of one answer.
private struct ChatAnswer: Sendable {
    let model: String
    let promptTokens: Int
    private var tokens = 0

    init(question: StandInRequest, promptTokens: Int) {
        model = question.model ?? ""
        self.promptTokens = promptTokens
    }

    mutating func piece(_ step: StandInAnswer.Step) -> [String: Any] {
        tokens += 1
        var message: [String: Any] = ["role": "assistant", "content": ""]
        switch step {
        case .text(let text): message["content"] = text
        case .thought(let text): message["thinking"] = text
        case .call(let name, let arguments): message["tool_calls"] = [Self.call(name, arguments)]
        default: break
        }
        return envelope(["message": message, "done": false])
    }

    func end(_ reason: String) -> [String: Any] {
        envelope([
            "message": ["role": "assistant", "content": ""], "done": true, "done_reason": reason,
            "total_duration": 2_000_000, "load_duration": 1_000, "prompt_eval_count": promptTokens,
            "prompt_eval_duration": 1_000_000, "eval_count": tokens, "eval_duration": 1_000_000,
        ])
    }

    static func call(_ name: String, _ arguments: String) -> [String: Any] {
        ["function": ["name": name, "arguments": JSONText.value(arguments) ?? arguments] as [String: Any]]
    }

    private func envelope(_ members: [String: Any]) -> [String: Any] {
        members.merging(["model": model, "created_at": "2026-03-15T02:00:00.000000Z"]) { own, _ in own }
    }
}

extension ResponseBodyWriter {
    mutating func write(line: [String: Any]) async throws {
        try await write(ByteBuffer(data: JSONText.data(line) + Data("\n".utf8)))
    }
}
