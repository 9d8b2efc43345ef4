/// What a tool does to the world.
package enum Effect: String, Sendable, Hashable, CaseIterable {
    /// Changes nothing: runs without asking.
    case read
    /// Changes something: a person has to approve each call.
    case write
    /// Ends or takes away what cannot be brought back: as `write`, with approvers of its own.
    case destructive
    /// Is offered to nobody.
    case hidden
}
