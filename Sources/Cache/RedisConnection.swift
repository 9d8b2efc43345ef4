import CHiredis
import Foundation

/// One connection to a Redis. Its calls block for at most `patience`: it belongs on a thread of its own.
final class RedisConnection {
    private let context: UnsafeMutablePointer<redisContext>
    private let address: RedisAddress

    init(_ address: RedisAddress, patience: Duration) throws(RedisError) {
        let (seconds, attoseconds) = patience.components
        let limit = timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
        guard let context = redisConnectWithTimeout(address.host, Int32(address.port), limit) else {
            throw RedisError("there is no memory for a connection to the cache")
        }
        self.context = context
        self.address = address
        if context.pointee.err != 0 { throw failure() }
        redisSetTimeout(context, limit)
        if let password = address.password { try send(["AUTH"] + (address.user.map { [$0] } ?? []) + [password]) }
        if address.database != 0 { try send(["SELECT", "\(address.database)"]) }
    }

    deinit { redisFree(context) }

    /// Sends a command of which only the success matters.
    func send(_ words: [String]) throws(RedisError) {
        var pointers = words.map { UnsafePointer(strdup($0)) }
        defer { for pointer in pointers { free(UnsafeMutablePointer(mutating: pointer)) } }
        let lengths = words.map(\.utf8.count)
        guard let raw = redisCommandArgv(context, Int32(words.count), &pointers, lengths) else { throw failure() }
        defer { freeReplyObject(raw) }
        let reply = raw.assumingMemoryBound(to: redisReply.self).pointee
        guard reply.type != REDIS_REPLY_ERROR else {
            // The command's name alone: its other words may be secret.
            throw RedisError("the cache at \(address) refuses \(words[0]): \(String(cString: reply.str))")
        }
    }

    private func failure() -> RedisError {
        let words = withUnsafeBytes(of: context.pointee.errstr) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        return RedisError("the cache at \(address) cannot be reached: \(words)")
    }
}

extension RedisAddress {
    /// Removes every key of every database there.
    package func flush() async throws {
        let address = self
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result { try RedisConnection(address, patience: .seconds(5)).send(["FLUSHALL"]) })
            }
        }
    }
}
