/// A piece of an answer, as it comes.
package enum ChatDelta: Sendable, Hashable {
    case text(String)
    /// What the model thinks before it answers; not for people who asked for an answer.
    case reasoning(String)
    case call(ToolCall)
    /// The model is missing and being fetched; the answer follows.
    case pulling(PullProgress)
    /// A schema-bound model wrote this, which is no action; it is asked again. What came of it is not in the reply.
    case rejected(String, because: ModelError)
}
