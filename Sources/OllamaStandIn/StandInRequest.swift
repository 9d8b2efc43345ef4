import Foundation

/// What the stand-in reads of a request. The names are the protocol's.
struct StandInRequest: Decodable, Sendable {
    struct Message: Decodable, Sendable {
        var role: String
        var content: String?
        var tool_name: String?
    }

    struct Tool: Decodable, Sendable {
        struct Function: Decodable, Sendable {
            struct Parameters: Decodable, Sendable {
                var required: [String]?
            }
            var name: String
            var description: String?
            var parameters: Parameters?
        }
        var function: Function
    }

    struct Options: Decodable, Sendable {
        var num_ctx: Int?
        var num_predict: Int?
    }

    /// One text or several.
    struct Input: Decodable, Sendable {
        var texts: [String]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                texts = [text]
            } else {
                texts = try container.decode([String].self)
            }
        }
    }

    var model: String?
    /// What `model` was called once.
    var name: String?
    var messages: [Message]?
    var tools: [Tool]?
    var options: Options?
    var stream: Bool?
    var truncate: Bool?
    var shift: Bool?
    var input: Input?

    var isStreamed: Bool { stream ?? true }

    /// About what a tokenizer makes of it: a token for four bytes, and some for each message.
    var promptTokens: Int {
        (messages ?? []).reduce(0) { $0 + ($1.content?.utf8.count ?? 0) / 4 + 4 }
    }
}
