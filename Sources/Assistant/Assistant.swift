import Foundation
import Logging
import MCP
import Records

/// Reva's head: it takes what a person said, in whatever channel, and answers.
///
/// One turn is `answer(_:to:)`: a plain command is done without any model; else the history and what is remembered of
/// the person go to the model, which uses tools until it has an answer. A tool that changes something does not run then:
/// its exact call becomes a ticket, and runs when a person who may has said yes, by `decide(_:)`.
///
/// Turns may run side by side; those of one conversation the channel keeps in order. Whatever is missing (database,
/// model, a tool server) is said in the answer, and costs no more than what needs it.
package struct Assistant: Sendable {
    package struct Options: Sendable, Hashable {
        /// Times that the model is asked in one turn.
        package var steps = 8
        /// Calls of tools in one turn.
        package var calls = 16
        /// Messages of the conversation that are read back.
        package var history = 30
        /// How long an approval can be given.
        package var ticketSeconds = 3600

        package init() {}
    }

    let records: Records?
    let mind: Mind?
    let embedder: Embedder?
    let servers: [MCPClient]
    let policy: ToolPolicy
    let pace: Pace?
    let surroundings: any Surroundings
    let options: Options
    let logger: Logger
    let known = KnownTools()

    /// - Parameters:
    ///   - records: nil where there is no database; one that is away is noticed by itself.
    ///   - mind: nil where no model is set: then there are the plain commands.
    ///   - embedder: nil where memories are recalled by their words alone.
    ///   - pace: nil where nobody is held back.
    ///   - servers: whose tools are offered; the caller keeps them connected.
    package init(
        records: Records?, mind: Mind?, embedder: Embedder? = nil, servers: [MCPClient] = [],
        policy: ToolPolicy = ToolPolicy(), pace: Pace? = nil, surroundings: any Surroundings,
        options: Options = Options(),
        logger: Logger = Logger(label: "reva.assistant")
    ) {
        self.records = records
        self.mind = mind
        self.embedder = embedder
        self.servers = servers
        self.policy = policy
        self.pace = pace
        self.surroundings = surroundings
        self.options = options
        self.logger = logger
    }

    /// Answers a question; the answer is given to the channel, and then recorded.
    /// - Throws: what the channel threw, and `CancellationError`; every other failure is a sentence of the answer.
    package func answer(_ question: Question, to channel: some AnswerChannel) async throws {
        let begin = ContinuousClock.now
        let notebook = Notebook(records, logger: logger)
        if let command = Command(question.text) {
            let run = CommandRun(assistant: self, question: question, notebook: notebook)
            try await channel.finish(run.answer(to: command))
        } else if mind == nil || !question.text.contains(where: \.isWhitespace),
            let line = Command.nearest(to: question.text)
        {
            try await channel.finish(Answer(Phrase.didYouMean(line).text(question.language)))
        } else if let pace, await !pace.admits(question.person) {
            try await channel.finish(Answer(Phrase.tooFast.text(question.language)))
        } else {
            try await converse(question, notebook, channel)
        }
        surroundings.observe(.turn(ContinuousClock.now - begin))
    }

    /// Commands are no conversation: only what goes to the model is kept as one.
    private func converse(_ question: Question, _ notebook: Notebook, _ channel: some AnswerChannel) async throws {
        let history = await notebook.history(before: question, limit: options.history)
        await notebook.write(question)
        var turn = Turn(assistant: self, question: question, notebook: notebook, channel: channel)
        var answer = try await turn.answer(after: history)
        if notebook.isAway { answer.text += "\n\n" + Phrase.remembersNothing.text(question.language) }
        try await channel.finish(answer)
        // Notes on an answer are for the person; a model that is shown them again says them again.
        await notebook.write(turn.said.isEmpty ? answer.text : turn.said, to: question)
    }
}
