/// Where a chat in a terminal shows itself.
package protocol TerminalScreen: Sendable {
    /// Part of the conversation.
    func write(_ text: String)
    /// A line that the next thing shown replaces; nothing where nobody watches.
    func status(_ text: String)
}
