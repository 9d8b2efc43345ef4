import PostgresTesting
import Testing

@testable import LanguageModel

@Suite("What of a conversation is sent")
struct ContextTests {
    private static func turn(_ number: Int, words: Int = 20) -> [ContextEntry] {
        [
            ContextEntry(.user("question \(number)")),
            ContextEntry(.assistant(String(repeating: "word ", count: words))),
        ]
    }

    @Test("a conversation that fits is sent as it is")
    func fits() throws {
        let entries = [ContextEntry(.system("S"))] + Self.turn(1) + Self.turn(2)
        let selection = try ContextPolicy(contextTokens: 8192).select(from: entries)
        #expect(selection.messages == entries.map(\.message))
        #expect(selection.omissions.isEmpty)
        #expect(selection.account == nil)
    }

    @Test("the oldest turns are left out first, and both the model and the caller are told")
    func oldestFirst() throws {
        let entries = [ContextEntry(.system("S"))] + (1...10).flatMap { Self.turn($0) }
        let selection = try ContextPolicy(contextTokens: 400, answerTokens: 200).select(from: entries)
        #expect(selection.omissions == (0..<7).map { .messages(1 + 2 * $0..<3 + 2 * $0) })
        #expect(
            selection.messages.prefix(2) == [
                .system("S"), .system("(14 earlier messages of this conversation are not shown.)"),
            ])
        #expect(selection.messages.dropFirst(2) == entries.suffix(6).map(\.message)[...])
        #expect(selection.account == "14 earlier messages left out")
        #expect(selection.estimatedTokens <= selection.availableTokens)
    }

    @Test("a pinned turn is sent whatever its age, with the results of its calls")
    func pinned() throws {
        let call = ToolCall(id: "1", name: "t", arguments: [:])
        let pinned = [
            ContextEntry(.user("remember"), isPinned: true), ContextEntry(.assistant("", calls: [call])),
            ContextEntry(.tool("result", of: call)), ContextEntry(.assistant("done")),
        ]
        let entries = pinned + (1...10).flatMap { Self.turn($0) }
        let selection = try ContextPolicy(contextTokens: 450, answerTokens: 200).select(from: entries)
        #expect(selection.messages.dropFirst().prefix(4) == pinned.map(\.message)[...])
        #expect(!selection.omissions.isEmpty)
    }

    @Test("what the system says between turns is always sent; in the middle of a turn it takes the turn with it")
    func systemInBetween() throws {
        let call = ToolCall(id: "1", name: "t", arguments: [:])
        let middle = [
            ContextEntry(.user("a")), ContextEntry(.assistant("", calls: [call])), ContextEntry(.system("hurry")),
            ContextEntry(.tool("result", of: call)),
        ]
        let entries =
            middle + (1...10).flatMap { Self.turn($0) } + [
                ContextEntry(.system("known: x")), ContextEntry(.user("last")),
            ]
        let selection = try ContextPolicy(contextTokens: 320, answerTokens: 200).select(from: entries)
        #expect(
            selection.messages.filter { !$0.text.contains("not shown") } == middle.map(\.message) + [
                .system("known: x"), .user("last"),
            ])
        #expect(selection.account == "20 earlier messages left out")
    }

    @Test("a long result is shortened in its middle, and says so itself")
    func longResult() throws {
        let call = ToolCall(id: "1", name: "t", arguments: [:])
        let text = "begin " + String(repeating: "ü", count: 5000) + " end"
        let entries = [
            ContextEntry(.user("q")), ContextEntry(.assistant("", calls: [call])), ContextEntry(.tool(text, of: call)),
        ]
        let selection = try ContextPolicy(contextTokens: 2000, answerTokens: 500, toolResultTokens: 100).select(
            from: entries)
        let short = selection.messages[2].text
        #expect(short.hasPrefix("begin ü"))
        #expect(short.hasSuffix("ü end"))
        #expect(short.contains("[… 10010 bytes in all, the middle is left out …]"))
        #expect(short.utf8.count <= 300)
        #expect(selection.omissions == [.shortened(at: 2, fromBytes: 10010, toBytes: short.utf8.count)])
        #expect(selection.account == "1 long result shortened")
    }

    @Test("what must be sent and does not fit is an error with numbers, not a cut")
    func tooMuch() throws {
        let entries = [ContextEntry(.user(String(repeating: "word ", count: 1000)))]
        let error = #expect(throws: ModelError.self) {
            try ContextPolicy(contextTokens: 1000, answerTokens: 400).select(from: entries)
        }
        #expect(error?.reason == .contextExceeded)
        #expect(error?.summary == "what must be sent to the model is about 1675 tokens, and there is room for 600")
    }

    @Test("tools take room as well")
    func tools() throws {
        let big = Tool(name: "t", description: String(repeating: "x", count: 3000))
        let entries = [ContextEntry(.user("q"))]
        #expect(throws: ModelError.self) {
            try ContextPolicy(contextTokens: 1000, answerTokens: 100).select(from: entries, tools: [big])
        }
    }

    @Test(
        "whatever the conversation: it fits, keeps its order, parts no result from its call, and accounts for all (seed 21)"
    )
    func properties() throws {
        var generator = SeededGenerator(seed: 21)
        var omitted = 0
        for _ in 0..<1_000 {
            let entries = Self.conversation(using: &generator)
            let policy = ContextPolicy(
                contextTokens: Int.random(in: 200...2000, using: &generator), answerTokens: 100,
                toolResultTokens: Int.random(in: 30...200, using: &generator))
            guard let selection = try? policy.select(from: entries) else { continue }
            #expect(selection.estimatedTokens <= selection.availableTokens)
            #expect(
                selection.messages.reduce(0) { $0 + policy.estimate.tokens(in: $1) } <= selection.estimatedTokens,
                "the estimate is of what is sent")
            var left = Set<Int>()
            for case .messages(let range) in selection.omissions { left.formUnion(range) }
            omitted += left.count
            let sent = entries.indices.filter { !left.contains($0) }
            let note = left.isEmpty ? 0 : 1
            #expect(selection.messages.count == sent.count + note)
            let (shortened, _) = policy.shorten(entries)
            let expected = sent.map { shortened[$0].message }
            #expect(selection.messages.filter { !($0.isSystem && $0.text.hasSuffix("not shown.)")) } == expected)
            #expect(!left.contains { entries[$0].message.isSystem || entries[$0].isPinned })
            #expect(!left.contains(entries.count - 1) || entries[entries.count - 1].message.isSystem)
            for (place, message) in selection.messages.enumerated() {
                guard case .tool(_, let call) = message else { continue }
                #expect(
                    selection.messages[..<place].contains {
                        if case .assistant(_, let calls) = $0 { calls.contains(call) } else { false }
                    })
            }
        }
        #expect(omitted > 1_000, "the generator makes conversations that do not fit")
    }

    private static func conversation(using generator: inout SeededGenerator) -> [ContextEntry] {
        var entries = [ContextEntry(.system("You are Reva."))]
        for number in 0..<Int.random(in: 1...12, using: &generator) {
            let isPinned = Int.random(in: 0..<10, using: &generator) == 0
            entries.append(ContextEntry(.user("question \(number)"), isPinned: isPinned))
            if Bool.random(using: &generator) {
                let call = ToolCall(id: "\(number)", name: "t", arguments: ["n": .integer(number)])
                entries.append(ContextEntry(.assistant("", calls: [call])))
                if Int.random(in: 0..<8, using: &generator) == 0 { entries.append(ContextEntry(.system("note"))) }
                let size = Int.random(in: 0...900, using: &generator)
                entries.append(ContextEntry(.tool(String(repeating: "é", count: size), of: call)))
            }
            if Int.random(in: 0..<8, using: &generator) == 0 { entries.append(ContextEntry(.system("note"))) }
            let size = Int.random(in: 0...300, using: &generator)
            entries.append(ContextEntry(.assistant(String(repeating: "a", count: size))))
        }
        return entries
    }

    @Test("the estimate learns from counts: upwards at once, downwards slowly, never below where it began")
    func learns() {
        func reply(bytes: Int, tokens: Int?) -> ChatReply {
            ChatReply(
                text: "", reasoning: "", calls: [], end: .finished, usage: .init(prompt: tokens, answer: 1),
                promptBytes: bytes)
        }
        var estimate = TokenEstimate()
        estimate.learn(from: reply(bytes: 100, tokens: 90))
        estimate.learn(from: reply(bytes: 9000, tokens: nil))
        estimate.learn(from: reply(bytes: 9000, tokens: 100))
        #expect(estimate == TokenEstimate(), "short prompts, uncounted and cut ones teach nothing")
        estimate.learn(from: reply(bytes: 1000, tokens: 500))
        #expect(estimate.tokensPerByte == 0.5)
        estimate.learn(from: reply(bytes: 1000, tokens: 400))
        #expect(abs(estimate.tokensPerByte - 0.49) < 1e-9)
        for _ in 0..<100 { estimate.learn(from: reply(bytes: 1000, tokens: 200)) }
        #expect(estimate.tokensPerByte == TokenEstimate.initialTokensPerByte)
        estimate.learn(from: reply(bytes: 1000, tokens: 5000))
        #expect(estimate.tokensPerByte == 1)
    }
}
