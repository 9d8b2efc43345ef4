/// The data of one event of `POST /chat/completions`. The names are the protocol's.
struct CompletionChunk: Decodable, Sendable {
    struct Choice: Decodable, Sendable {
        var delta: Delta?
        var finish_reason: String?
    }

    struct Delta: Decodable, Sendable {
        var content: String?
        /// Not of OpenAI, but of those who serve models that think: llama.cpp, vLLM and others.
        var reasoning_content: String?
        var tool_calls: [CallPiece]?
    }

    /// Calls come in pieces: the first has id and name, all have some of the text of the arguments.
    struct CallPiece: Decodable, Sendable {
        struct Function: Decodable, Sendable {
            var name: String?
            var arguments: String?
        }
        /// Which call it is a piece of; servers that send whole calls may leave it out.
        var index: Int?
        var id: String?
        var function: Function?
    }

    struct Usage: Decodable, Sendable {
        var prompt_tokens: Int?
        var completion_tokens: Int?
    }

    var choices: [Choice]
    var usage: Usage?

    var hasPieceOfCall: Bool { choices.first?.delta?.tool_calls?.isEmpty == false }
}
