/// What a person did with an approval. Nothing of the call itself is in it: that the ticket keeps.
package struct Decision: Sendable, Hashable {
    package let ticket: String
    package let isApproved: Bool
    /// As the channel has proved them to be.
    package let person: Person
    /// Where they did it.
    package let conversation: String
    package let language: Language

    package init(ticket: String, isApproved: Bool, person: Person, conversation: String, language: Language) {
        self.ticket = ticket
        self.isApproved = isApproved
        self.person = person
        self.conversation = conversation
        self.language = language
    }
}
