import Assistant
import Teams

/// An answer on its way to a conversation in Teams: streamed where Teams streams, with the label of a machine, sources,
/// tables and the cards of approvals.
actor TeamsReply: AnswerChannel {
    private let stream: AnswerStream
    private let connector: Connector
    private let reference: ConversationReference
    private let words: TeamsWords
    private(set) var isFinished = false

    init(to reference: ConversationReference, by connector: Connector, language: Language) {
        stream = AnswerStream(to: reference, by: connector)
        self.connector = connector
        self.reference = reference
        words = TeamsWords(language: language)
    }

    func status(_ text: String) async throws { try await stream.show(text) }

    func piece(_ text: String) async throws { try await stream.append(text) }

    func finish(_ answer: Answer) async throws {
        let messages = Self.messages(of: answer, words)
        do {
            try await stream.finish(messages[0])
        } catch let error as ConnectorError where error.remedy == .shorten {
            try await connector.send(Message(words.tooLargeToSay), to: reference)
        }
        isFinished = true
        for message in messages.dropFirst() {
            do {
                try await connector.send(message, to: reference)
            } catch let error as ConnectorError where error.remedy == .shorten {
                try await connector.send(Message(words.tooLargeToShow), to: reference)
            }
        }
    }

    /// The answer itself, with its first table where there is room; then each further table and each approval, which has to
    /// be a message of its own: it is replaced when somebody decides.
    static func messages(of answer: Answer, _ words: TeamsWords) -> [Message] {
        var text = answer.text
        if !answer.memories.isEmpty {
            text += "\n\n*\(Markdown.escaped(words.memories(answer.memories.map(\.text))))*"
        }
        var message = Message(text)
        message.isGenerated = answer.author == .model
        message.asksForFeedback = answer.author == .model
        message.citations = answer.citations.sorted { $0.number < $1.number }.map { citation in
            Teams.Citation(
                name: citation.title, abstract: "\(citation.source), \(citation.read.formatted(.iso8601))",
                url: citation.link)
        }
        var tables = answer.tables.flatMap { table in
            AdaptiveCard.table(title: table.title ?? "", columns: table.columns, rows: table.rows)
        }
        if let first = tables.first, text.utf8.count + first.json.bytes.count <= Message.textLimit {
            message.cards = [tables.removeFirst()]
        }
        return [message] + tables.map { Message(cards: [$0]) }
            + answer.approvals.map { Message(cards: [ApprovalCard(words: words).open($0)]) }
    }
}
