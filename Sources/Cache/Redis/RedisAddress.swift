import Foundation

/// Where a Redis is: `redis://[user:password@]host[:6379][/database]`.
package struct RedisAddress: Sendable, Hashable, CustomStringConvertible {
    package let host: String
    package let port: Int
    package let database: Int
    let user: String?
    let password: String?

    package init(_ text: String) throws(RedisError) {
        guard let url = URLComponents(string: text), url.scheme == "redis", let host = url.host, !host.isEmpty,
            let database = url.path.count > 1 ? Int(url.path.dropFirst()) : 0, database >= 0
        else {
            throw RedisError(
                "the cache's address cannot be read",
                hints: ["write it as redis://HOST:6379, or redis://:PASSWORD@HOST"])
        }
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        self.database = database
        port = url.port ?? 6379
        user = url.user.flatMap { $0.isEmpty ? nil : $0 }
        password = url.password
    }

    /// Without its secrets.
    package var description: String { "redis://\(host):\(port)/\(database)" }
}
