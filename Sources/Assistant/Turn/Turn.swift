import Foundation
import LanguageModel
import MCP
import Records

/// One question on its way to its answer.
struct Turn {
    let assistant: Assistant
    let question: Question
    let notebook: Notebook
    let channel: any AnswerChannel
    let fence = Fence()
    var sources = Sources()
    var approvals: [Approval] = []
    var tables: [Table] = []
    /// What approvals are for.
    var tickets: Set<Tickets.Call> = []
    /// What the model said so far, a text for each time it was asked. The channel has been given all of it.
    private var spoken: [String] = []
    private var notes: [String] = []
    private var memories: [Answer.UsedMemory] = []

    init(assistant: Assistant, question: Question, notebook: Notebook, channel: any AnswerChannel) {
        self.assistant = assistant
        self.question = question
        self.notebook = notebook
        self.channel = channel
    }

    mutating func answer(after history: [ContextEntry]) async throws -> Answer {
        guard let mind = assistant.mind else { return Answer(Phrase.noModel.text(question.language)) }
        do {
            try await think(with: mind, after: history)
        } catch let error as ModelError {
            try Task.checkCancellation()
            notes.append(sentence(for: error))
        }
        return composed()
    }

    /// Asks the model, does what it asks for, and asks again, until it has said all.
    private mutating func think(with mind: Mind, after history: [ContextEntry]) async throws {
        let shelf = await ToolShelf.gather(from: assistant.servers, by: assistant.policy)
        await recall()
        let prompt = Prompt(question: question, fence: fence, shelf: shelf, memories: memories, now: Date())
        var entries = [prompt.message] + history + [ContextEntry(.user(question.text))]
        var budget = ToolBudget(calls: assistant.options.calls)
        let voice = Voice(channel: channel, language: question.language, follows: false)
        var choice = ToolChoice(
            from: shelf, for: question.text, budget: try await mind.toolTokens(receive: voice.receive),
            cost: mind.tokens(in:))
        for _ in 0..<assistant.options.steps {
            let thought = try await ask(mind, entries, choice.offered)
            entries.append(ContextEntry(thought.reply.message))
            if thought.reply.calls.isEmpty { return conclude(thought) }
            try budget.admit(thought.reply.calls)
            for call in thought.reply.calls {
                entries.append(ContextEntry(.tool(try await result(of: call, shelf, &choice), of: call)))
            }
        }
        throw ModelError(.toolLoop, "the model was asked \(assistant.options.steps) times without an answer")
    }

    /// What is remembered of a person goes into answers that only they read.
    private mutating func recall() async {
        guard question.kind == .personal else { return }
        let recollection = Recollection(embedder: assistant.embedder, notebook: notebook, person: question.person)
        memories = await recollection.recall(for: question.text)
    }

    private mutating func ask(
        _ mind: Mind, _ entries: [ContextEntry], _ tools: [LanguageModel.Tool]
    ) async throws -> Mind.Thought {
        let waiting = mind.waiting
        try await channel.status((waiting > 0 ? Phrase.waitingForModel(waiting) : .thinking).text(question.language))
        let begin = ContinuousClock.now
        let voice = Voice(channel: channel, language: question.language, follows: !spoken.isEmpty)
        do {
            let thought = try await mind.think(entries, tools: tools, receive: voice.receive)
            if !thought.reply.text.isEmpty { spoken.append(thought.reply.text) }
            assistant.surroundings.observe(.modelStep(ContinuousClock.now - begin))
            return thought
        } catch {
            // What was heard of a broken answer stays, as the channel has it already.
            if !voice.heard.isEmpty { spoken.append(voice.heard) }
            throw error
        }
    }

    private mutating func conclude(_ thought: Mind.Thought) {
        if thought.reply.text.allSatisfy(\.isWhitespace), spoken.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) {
            notes.append(Phrase.modelSilent.text(question.language))
        }
        switch thought.reply.end {
        case .finished: break
        case .tokenLimit, .contextFull, .other: notes.append(Phrase.cutAtLimit.text(question.language))
        }
        if thought.reply.promptSeemsCut { notes.append(Phrase.promptCut.text(question.language)) }
        if let omission = thought.omission { notes.append(Phrase.shownLess(omission).text(question.language)) }
    }

    private func sentence(for error: ModelError) -> String {
        if error.reason == .toolLoop {
            assistant.surroundings.observe(.stepLimit)
            return Phrase.stepLimit.text(question.language)
        }
        return Phrase.modelFailed(error.summary).text(question.language)
    }

    /// The model's own words; empty where it said nothing.
    var said: String { spoken.joined(separator: Voice.pause) }

    /// What was said and read; the text begins with what the channel was given.
    private func composed() -> Answer {
        let said = said
        let (text, citations) = said.isEmpty ? (said, []) : sources.cited(in: said)
        let whole = ([text] + notes).filter { !$0.isEmpty }.joined(separator: Voice.pause)
        var answer = Answer(whole, by: said.isEmpty ? .program : .model)
        answer.citations = citations
        answer.approvals = approvals
        answer.tables = tables
        answer.memories = said.isEmpty ? [] : memories
        return answer
    }
}
