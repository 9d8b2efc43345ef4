/// Answers together what is asked at the same time: whatever comes while one round is under way waits for the next one. So
/// the more comes, the less each costs, and nobody is given an answer that was begun before they asked.
actor Batches<Question: Sendable, Answer: Sendable> {
    /// Answers all of them, in their order, or throws for all of them.
    typealias Round = @Sendable ([Question]) async throws -> [Answer]

    private let limit: Int
    private let round: Round
    private(set) var waiting: [(question: Question, continuation: CheckedContinuation<Answer, any Error>)] = []
    private var isBusy = false

    /// - Parameter limit: of questions in one round.
    init(limit: Int, round: @escaping Round) {
        self.limit = limit
        self.round = round
    }

    /// - Throws: what the round throws. It goes on when the task is cancelled: others wait for it.
    func answer(to question: Question) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            waiting.append((question, continuation))
            guard !isBusy else { return }
            isBusy = true
            Task { await work() }
        }
    }

    private func work() async {
        while !waiting.isEmpty {
            let batch = Array(waiting.prefix(limit))
            waiting.removeFirst(batch.count)
            let result = await Self.result(of: round, batch.map(\.question))
            switch result {
            case .success(let answers):
                for (entry, answer) in zip(batch, answers) { entry.continuation.resume(returning: answer) }
            case .failure(let error):
                for entry in batch { entry.continuation.resume(throwing: error) }
            }
        }
        isBusy = false
    }

    private static func result(of round: Round, _ questions: [Question]) async -> Result<[Answer], any Error> {
        do {
            let answers = try await round(questions)
            precondition(answers.count == questions.count, "a round answers each question")
            return .success(answers)
        } catch {
            return .failure(error)
        }
    }
}
