/// How an answer goes out.
///
/// Its calls come one after the other: any number of `status` and `piece`, then `finish` once. What a call throws ends
/// the turn: a person who stopped the answer stops its tools as well.
package protocol AnswerChannel: Sendable {
    /// A line about what is being done; it replaces the one before, and none is worth keeping.
    func status(_ text: String) async throws
    /// The next piece of the answer's text. What was given stays the beginning of the whole.
    func piece(_ text: String) async throws
    /// The whole answer.
    func finish(_ answer: Answer) async throws
}
