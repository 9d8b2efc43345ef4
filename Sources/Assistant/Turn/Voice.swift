import LanguageModel
import Synchronization

/// Gives the channel what the model says, piece by piece.
final class Voice: Sendable {
    /// Between two texts of one answer.
    static let pause = "\n\n"

    private let channel: any AnswerChannel
    private let language: Language
    private let state: Mutex<(heard: String, follows: Bool)>

    /// - Parameter follows: something was said before in this answer.
    init(channel: any AnswerChannel, language: Language, follows: Bool) {
        self.channel = channel
        self.language = language
        state = Mutex(("", follows))
    }

    var heard: String { state.withLock(\.heard) }

    @Sendable func receive(_ delta: ChatDelta) async throws {
        switch delta {
        case .text(let piece):
            let follows = state.withLock { state in
                defer { state.follows = false }
                state.heard += piece
                return state.follows
            }
            try await channel.piece(follows ? Self.pause + piece : piece)
        case .pulling(let progress):
            let percent = progress.total.flatMap { total in
                total > 0 ? progress.completed.map { Int($0 * 100 / total) } : nil
            }
            try await channel.status(Phrase.fetchingModel(progress.model, percent: percent).text(language))
        case .reasoning, .call, .rejected: break
        }
    }
}
