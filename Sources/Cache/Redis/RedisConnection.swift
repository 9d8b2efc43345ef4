import CHiredis
import Foundation

/// One connection to a Redis. Each of its calls blocks for at most `patience`: it belongs on a thread of its own.
///
/// A Redis that closes the connection raises SIGPIPE, as hiredis writes to it: programs with a cache ignore that signal.
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
        if let password = address.password {
            try perform(RedisCommand("AUTH", [address.user, password].compactMap { $0.map { Array($0.utf8) } }))
        }
        if address.database != 0 { try perform(RedisCommand("SELECT", "\(address.database)")) }
    }

    deinit { redisFree(context) }

    /// Sends a command and waits for its answer, which is never a refusal.
    /// - Throws: `RedisError`; when it `isRefusal`, the connection is still good.
    @discardableResult
    func perform(_ command: RedisCommand) throws(RedisError) -> RedisReply {
        guard let raw = command.withWords({ redisCommandArgv(context, $0, $1, $2) }) else { throw failure() }
        defer { freeReplyObject(raw) }
        let reply = RedisReply(raw.assumingMemoryBound(to: redisReply.self).pointee)
        if case .refusal(let words) = reply {
            // The command's name alone: its other words may be secret.
            throw RedisError("the cache at \(address) refuses \(command.name): \(words)", isRefusal: true)
        }
        return reply
    }

    private func failure() -> RedisError {
        let words = withUnsafeBytes(of: context.pointee.errstr) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        return RedisError("the cache at \(address) cannot be reached: \(words)")
    }
}
