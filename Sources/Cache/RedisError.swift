/// What went wrong with the cache.
package struct RedisError: Error, CustomStringConvertible {
    package let summary: String
    package let hints: [String]

    package init(_ summary: String, hints: [String] = []) {
        self.summary = summary
        self.hints = hints
    }

    package var description: String { summary }
}
