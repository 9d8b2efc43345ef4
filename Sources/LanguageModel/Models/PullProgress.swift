/// How far fetching a model has come.
package struct PullProgress: Sendable, Hashable {
    package let model: String
    /// The server's words: "pulling manifest", "verifying sha256 digest", …
    package let status: String
    /// Bytes of the part being fetched; nil between parts.
    package let completed: Int64?
    package let total: Int64?
}
