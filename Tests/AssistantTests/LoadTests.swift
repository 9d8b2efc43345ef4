import LanguageModel
import PostgresTesting
import Records
import Synchronization
import Testing

@testable import Assistant

@Suite(.postgresWithVector) struct LoadTests {
    @Test(
        "120 conversations at a time with a slow model: each in its own order, the model never asked more than allowed")
    func manyConversations() async throws {
        let busy = Mutex((now: 0, most: 0))
        let model = ScriptedModel { request in
            busy.withLock { busy in
                busy.now += 1
                busy.most = max(busy.most, busy.now)
            }
            // Slow as seen from the others: all who can run do so first.
            for _ in 0..<20 { await Task.yield() }
            busy.withLock { $0.now -= 1 }
            return .says("echo \(request.messages.last?.text ?? "")")
        }
        try await withRecords { records, _ in
            let assistant = Assistant(
                records: records, mind: Mind(server: model, model: "m", options: .init(parallel: 3)),
                surroundings: ToldSurroundings(), logger: quiet)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<120 {
                    group.addTask {
                        let person = Person(id: "p\(number)", name: "P")
                        for turn in 1...3 {
                            let question = Question.from(person, "\(number).\(turn)", in: "c\(number)")
                            let answer = try await assistant.answer(question)
                            #expect(answer.text == "echo \(number).\(turn)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(busy.withLock(\.most) <= 3)
            for number in [0, 59, 119] {
                let said = try await records.conversations.history(of: "c\(number)").map(\.text)
                #expect(said == (1...3).flatMap { ["\(number).\($0)", "echo \(number).\($0)"] })
            }
        }
    }

    @Test("who waits for the model is let in as they came, and leaves the line when they give up")
    func line() async throws {
        let limit = FairLimit(1)
        let order = Order()
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let first = Task { try await limit.run { for await _ in gate {} } }
        while limit.free != 0 { await Task.yield() }
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<5 {
            tasks.append(Task { try await limit.run { order.append(number) } })
            while limit.waiting <= number { await Task.yield() }
        }
        tasks[2].cancel()
        await #expect(throws: CancellationError.self) { try await tasks[2].value }
        open.finish()
        try await first.value
        for number in [0, 1, 3, 4] { try await tasks[number].value }
        #expect(order.numbers == [0, 1, 3, 4])
        #expect(limit.waiting == 0 && limit.free == 1)
    }
}

/// Who was let in, as they came.
private final class Order: Sendable {
    private let state = Mutex<[Int]>([])

    var numbers: [Int] { state.withLock(\.self) }

    func append(_ number: Int) { state.withLock { $0.append(number) } }
}
