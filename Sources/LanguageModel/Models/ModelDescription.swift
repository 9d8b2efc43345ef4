/// What a model can do.
package struct ModelDescription: Sendable, Hashable {
    package enum Capability: String, Sendable, Hashable {
        case chat = "completion"
        case tools, thinking, vision
        case embedding
    }

    package let name: String
    package let capabilities: Set<Capability>
    /// Tokens that prompt and answer may have together, as this server is asked to run the model; nil where unknown.
    package let contextTokens: Int?
    /// Length of its vectors; nil where unknown.
    package let dimensions: Int?
}
