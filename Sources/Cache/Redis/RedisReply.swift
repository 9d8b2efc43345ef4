import CHiredis

/// What a Redis answers.
enum RedisReply: Sendable, Equatable {
    case none
    case integer(Int)
    /// A text, or the word of a status such as `OK`.
    case bytes([UInt8])
    case list([RedisReply])
    /// What it refuses, in its words.
    case refusal(String)

    /// Copies what hiredis has read.
    init(_ reply: redisReply) {
        let bytes = UnsafeRawBufferPointer(start: reply.str, count: reply.str == nil ? 0 : Int(reply.len))
        self =
            switch reply.type {
            case REDIS_REPLY_STRING, REDIS_REPLY_STATUS: .bytes(Array(bytes))
            case REDIS_REPLY_INTEGER: .integer(Int(reply.integer))
            case REDIS_REPLY_ERROR: .refusal(String(decoding: bytes, as: UTF8.self))
            case REDIS_REPLY_ARRAY:
                .list((0..<Int(reply.elements)).map { reply.element[$0].map { RedisReply($0.pointee) } ?? .none })
            default: .none
            }
    }
}
