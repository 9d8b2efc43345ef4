/// What a turn did, for measuring.
package enum TurnEvent: Sendable, Hashable {
    case turn(Duration)
    case modelStep(Duration)
    case toolCall(server: String, tool: String, Duration, succeeded: Bool)
    /// The model called tools without coming to an end.
    case stepLimit
}
