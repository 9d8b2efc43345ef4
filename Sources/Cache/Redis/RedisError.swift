/// What went wrong with the cache.
package struct RedisError: Error, CustomStringConvertible {
    package let summary: String
    package let hints: [String]
    /// Whether the Redis answered, and said no.
    let isRefusal: Bool

    package init(_ summary: String, hints: [String] = []) {
        self.init(summary, hints: hints, isRefusal: false)
    }

    init(_ summary: String, hints: [String] = [], isRefusal: Bool) {
        self.summary = summary
        self.hints = hints
        self.isRefusal = isRefusal
    }

    package var description: String { summary }
}
