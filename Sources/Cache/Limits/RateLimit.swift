/// So many of something within a time, such as calls of one tool by one person.
///
/// All of them may come at once; after that the allowance comes back evenly, as the time goes on.
package struct RateLimit: Sendable, Hashable {
    let key: String
    let count: Int
    let window: Duration

    /// - Parameters:
    ///   - parts: what is limited and of whom, such as `"tool", "get_release", "29:1abc"`.
    ///   - count: at least 1.
    ///   - window: at least a millisecond for each.
    package init(_ parts: String..., count: Int, per window: Duration) {
        key = CacheKey.prefix + "limit:" + parts.map(CacheKey.escaped).joined(separator: ":")
        self.count = max(1, count)
        self.window = max(window, .milliseconds(max(1, count)))
    }

    /// What one of them takes of the time.
    var interval: Duration { window / count }
}
