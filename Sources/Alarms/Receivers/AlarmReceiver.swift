/// Somewhere that messages are sent to. What receives them runs elsewhere: it works when Reva does not.
package protocol AlarmReceiver: Sendable {
    /// What it is, for people and for the book; there is one of a kind.
    var name: String { get }

    /// Returns when the receiver has said that it has the message.
    /// - Throws: `AlarmError`.
    func send(_ notice: Notice) async throws
}
