/// A message of a conversation, and whether it must be sent whatever its age.
package struct ContextEntry: Sendable, Hashable {
    package var message: ChatMessage
    package var isPinned: Bool

    package init(_ message: ChatMessage, isPinned: Bool = false) {
        self.message = message
        self.isPinned = isPinned
    }
}
