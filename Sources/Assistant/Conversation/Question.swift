/// Who speaks with Reva.
package struct Person: Sendable, Hashable {
    /// Stays the same for ever: memories and rights hang on it.
    package let id: String
    /// For people to read; anybody may call themselves so.
    package let name: String

    package init(id: String, name: String) {
        self.id = id
        self.name = name
    }
}

/// What a person said, and where.
package struct Question: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        /// Only this person reads the answer: memories are used here alone.
        case personal
        case group, channel
    }

    package var conversation: String
    package var person: Person
    /// Without the mention of Reva.
    package var text: String
    package var language: Language
    package var kind: Kind
    /// Such as `msteams` or `terminal`.
    package var channel: String
    /// JSON with what the channel needs to reach this conversation later.
    package var reference: String?
    /// It was begun before and not finished: what the person said is recorded already.
    package var isRepeated: Bool

    package init(
        conversation: String, person: Person, text: String, language: Language, kind: Kind, channel: String,
        reference: String? = nil, isRepeated: Bool = false
    ) {
        self.conversation = conversation
        self.person = person
        // The database keeps no such character in a text.
        self.text = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\0" }))
        self.language = language
        self.kind = kind
        self.channel = channel
        self.reference = reference
        self.isRepeated = isRepeated
    }
}
