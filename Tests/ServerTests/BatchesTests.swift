import Synchronization
import Testing

@testable import Server

@Suite(.timeLimit(.minutes(1))) struct BatchesTests {
    private struct Refused: Error {}

    /// Lets rounds through one by one, and knows what each was asked.
    private actor Rounds {
        private(set) var asked: [[Int]] = []
        private var isOpen = false
        private var waiting: [CheckedContinuation<Void, Never>] = []

        func answer(_ questions: [Int]) async throws -> [Int] {
            asked.append(questions)
            if !isOpen { await withCheckedContinuation { waiting.append($0) } }
            guard !questions.contains(13) else { throw Refused() }
            return questions.map { $0 * 10 }
        }

        func open() {
            isOpen = true
            for continuation in waiting { continuation.resume() }
            waiting = []
        }
    }

    /// Asks 0 alone, the others while that is under way, and lets all through then.
    private func answers(to others: [Int], limit: Int, _ rounds: Rounds) async throws -> [Int: Result<Int, any Error>] {
        let batches = Batches<Int, Int>(limit: limit) { try await rounds.answer($0) }
        return await withTaskGroup(of: (Int, Result<Int, any Error>).self) { group in
            @Sendable func ask(_ question: Int) async -> (Int, Result<Int, any Error>) {
                do { return (question, .success(try await batches.answer(to: question))) } catch {
                    return (question, .failure(error))
                }
            }
            group.addTask { await ask(0) }
            while await rounds.asked.isEmpty { await Task.yield() }
            for (count, other) in others.enumerated() {
                group.addTask { await ask(other) }
                // One after the other, so that their order is known.
                while await batches.waiting.count <= count { await Task.yield() }
            }
            await rounds.open()
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    @Test("what is asked during a round is answered by the next one, together and in order")
    func together() async throws {
        let rounds = Rounds()
        let answers = try await answers(to: [1, 2, 3, 4, 5], limit: 3, rounds).mapValues { try $0.get() }
        #expect(answers == [0: 0, 1: 10, 2: 20, 3: 30, 4: 40, 5: 50])
        #expect(await rounds.asked == [[0], [1, 2, 3], [4, 5]])
    }

    @Test("a round that fails fails for those in it alone, and the next one goes on")
    func failure() async throws {
        let rounds = Rounds()
        let answers = try await answers(to: [1, 13, 2, 3], limit: 2, rounds)
        for question in [1, 13] {
            #expect(throws: Refused.self) { try answers[question]?.get() }
        }
        #expect(try [0, 2, 3].map { try answers[$0]?.get() } == [0, 20, 30])
        #expect(await rounds.asked == [[0], [1, 13], [2, 3]])
    }
}
