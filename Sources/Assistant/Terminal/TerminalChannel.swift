import Synchronization

/// Shows one answer as it is made.
final class TerminalChannel: AnswerChannel {
    private let screen: any TerminalScreen
    private let language: Language
    private let state = Mutex((shown: "", answer: Answer?.none))

    init(_ screen: any TerminalScreen, _ language: Language) {
        self.screen = screen
        self.language = language
    }

    /// Nil until it is finished.
    var answer: Answer? { state.withLock(\.answer) }

    func status(_ text: String) { screen.status(text) }

    func piece(_ text: String) {
        state.withLock { $0.shown += text }
        screen.write(text)
    }

    func finish(_ answer: Answer) {
        let shown = state.withLock { state in
            state.answer = answer
            return state.shown
        }
        let rest = answer.text.hasPrefix(shown) ? String(answer.text.dropFirst(shown.count)) : "\n\n" + answer.text
        screen.write(rest + "\n")
        for table in answer.tables { screen.write("\n" + Self.lines(of: table)) }
        if !answer.citations.isEmpty { screen.write("\n") }
        for citation in answer.citations {
            let link = citation.link.map { " \($0)" } ?? ""
            screen.write(
                "[\(citation.number)] \(citation.title)\(link) (\(citation.source), \(Phrase.moment(citation.read)))\n")
        }
        if !answer.memories.isEmpty {
            screen.write("\n" + Phrase.memoriesUsed.text(language) + "\n")
            for memory in answer.memories { screen.write("  #\(memory.number) \(memory.text)\n") }
        }
    }

    /// Columns as wide as their widest cell.
    private static func lines(of table: Table) -> String {
        let rows = [table.columns] + table.rows
        let widths = table.columns.indices.map { column in
            rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: max(0, width - cell.count))
            }
            return cells.joined(separator: "  ").trimmingSuffix(while: { $0 == " " }) + "\n"
        }.joined()
    }
}

extension String {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
        var end = endIndex
        while end > startIndex, predicate(self[index(before: end)]) { end = index(before: end) }
        return self[..<end]
    }
}
