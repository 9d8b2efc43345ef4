/// What a model is used for.
package enum ModelUse: Sendable, Hashable {
    case chat(model: String)
    case embedding(model: String)
}

/// What a probe found: the model works.
package struct ModelProbe: Sendable, Hashable {
    /// From the question to the whole answer.
    package let took: Duration
    /// Length of its vectors; nil for a chat.
    package let dimensions: Int?
}
