import Synchronization

@testable import Assistant

/// A channel that keeps what it is given, and may stop the answer.
final class Recorder: AnswerChannel {
    private let state = Mutex((pieces: [String](), statuses: [String](), answers: [Answer]()))
    private let stopsAtPiece: Bool

    init(stopsAtPiece: Bool = false) { self.stopsAtPiece = stopsAtPiece }

    struct Stopped: Error {}

    func status(_ text: String) { state.withLock { $0.statuses.append(text) } }
    func piece(_ text: String) throws {
        if stopsAtPiece { throw Stopped() }
        state.withLock { $0.pieces.append(text) }
    }
    func finish(_ answer: Answer) { state.withLock { $0.answers.append(answer) } }

    var streamed: String { state.withLock { $0.pieces.joined() } }
    var statuses: [String] { state.withLock(\.statuses) }
    var answers: [Answer] { state.withLock(\.answers) }
}
