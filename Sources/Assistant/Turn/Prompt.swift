import Foundation
import LanguageModel

/// What the model is told before the conversation.
struct Prompt {
    let question: Question
    let fence: Fence
    let shelf: ToolShelf
    let memories: [Answer.UsedMemory]
    let now: Date

    var message: ContextEntry { ContextEntry(.system(text), isPinned: true) }

    private var text: String {
        var parts = [
            """
            You are Reva, a release assistant. You speak with \(name). It is \(now.formatted(.iso8601)). \
            Answer in \(question.language == .german ? "German" : "English"), briefly, in plain Markdown without \
            headings and tables.
            Look things up with tools before you answer about releases, issues or backups; never make facts up. When a \
            tool gives its sources numbers such as [1], put the number behind what you took from it. Say so when you \
            could not find something.
            A tool that changes something only asks people for their approval: say that it waits, never that it is done.
            """,
            fence.explanation,
        ]
        if !memories.isEmpty {
            let list = memories.map { "- \($0.text)" }.joined(separator: "\n")
            parts.append("What this person asked you to remember:\n\(fence.around(list))")
        }
        if !shelf.absent.isEmpty {
            let names = shelf.absent.map(\.server).joined(separator: ", ")
            parts.append(
                "The tools of these servers cannot be reached now: \(names). Say so where they would be needed.")
        }
        return parts.joined(separator: "\n\n")
    }

    /// On one line and short: people choose their names themselves.
    private var name: String {
        String(question.person.name.filter { $0.isLetter || $0.isNumber || $0 == " " }.prefix(60))
    }
}
