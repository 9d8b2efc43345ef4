/// A conversation in a terminal, or over a pipe: a line is a question, and is answered before the next is read.
package struct TerminalChat: Sendable {
    private let assistant: Assistant
    private let person: Person
    private let language: Language
    private let isInteractive: Bool
    private let screen: any TerminalScreen

    /// - Parameter isInteractive: somebody sits there: only then is anything approved.
    package init(
        _ assistant: Assistant, person: Person, language: Language, isInteractive: Bool, screen: any TerminalScreen
    ) {
        self.assistant = assistant
        self.person = person
        self.language = language
        self.isInteractive = isInteractive
        self.screen = screen
    }

    private var conversation: String { "terminal:\(person.id)" }

    /// Returns when there are no more lines, or at `quit`.
    package func run(_ lines: AsyncStream<String>) async throws {
        var lines = lines.makeAsyncIterator()
        if isInteractive { screen.write(Phrase.greeting(hasModel: assistant.mind != nil).text(language) + "\n") }
        while let line = await next(&lines, "\n> ") {
            let text = line.trimmingPrefix(while: \.isWhitespace)
            if text.isEmpty { continue }
            if ["quit", "exit", "ende", "bye"].contains(text.lowercased()) { break }
            try await answer(line, &lines)
        }
        if isInteractive { screen.write(Phrase.goodbye.text(language) + "\n") }
    }

    private func next(_ lines: inout AsyncStream<String>.Iterator, _ prompt: String) async -> String? {
        if isInteractive { screen.write(prompt) }
        return await lines.next()
    }

    private func answer(_ line: String, _ lines: inout AsyncStream<String>.Iterator) async throws {
        let channel = TerminalChannel(screen, language)
        let question = Question(
            conversation: conversation, person: person, text: line, language: language, kind: .personal,
            channel: "terminal")
        try await assistant.answer(question, to: channel)
        for approval in channel.answer?.approvals ?? [] { await confirm(approval, &lines) }
    }

    /// Shows the exact call, and runs it when the word that is asked for is typed.
    private func confirm(_ approval: Approval, _ lines: inout AsyncStream<String>.Iterator) async {
        screen.write("\n" + approval.lines.joined(separator: "\n") + "\n")
        if approval.isChangedTool { screen.write(Phrase.changedTool.text(language) + "\n") }
        guard isInteractive else { return screen.write(Phrase.noTerminalToApprove.text(language) + "\n") }
        // Of this ticket alone: a word typed for another one does nothing.
        let word = "approve \(approval.ticket.prefix(4))"
        screen.write(Phrase.approveByTyping(word).text(language))
        let typed = await next(&lines, "\n> ")
        let outcome = await assistant.decide(
            Decision(
                ticket: approval.ticket, isApproved: typed?.lowercased() == word, person: person,
                conversation: conversation, language: language))
        screen.write(outcome.text + "\n")
    }
}
