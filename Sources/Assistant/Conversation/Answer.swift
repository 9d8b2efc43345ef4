/// What Reva says to a question.
package struct Answer: Sendable, Hashable {
    package enum Author: Sendable, Hashable {
        /// To be labelled as made by a machine.
        case model
        /// A fixed sentence, or what a command found.
        case program
    }

    /// A memory that went into the answer.
    package struct UsedMemory: Sendable, Hashable {
        package let number: Int64
        package let text: String
    }

    /// Markdown, as far as Teams shows it; sources are named in it as `[1]`.
    package var text: String
    package var author: Author
    /// What `[n]` in the text stands for.
    package var citations: [Citation] = []
    /// To be shown below the text, where the channel has tables.
    package var tables: [Table] = []
    /// Calls that wait for a person; nothing of them was done.
    package var approvals: [Approval] = []
    package var memories: [UsedMemory] = []

    package init(_ text: String, by author: Author = .program) {
        self.text = text
        self.author = author
    }
}
