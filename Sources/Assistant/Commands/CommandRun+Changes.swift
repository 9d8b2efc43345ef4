import JSONValues
import Records

/// What commands change, and the model's own tools too: one way for both.
extension CommandRun {
    /// Longer ones are notes, not memories.
    static let longestMemory = 1000

    func remember(_ text: String) async -> Phrase {
        guard text.count <= Self.longestMemory else { return .memoryTooLong(Self.longestMemory) }
        let recollection = Recollection(embedder: assistant.embedder, notebook: notebook, person: question.person)
        guard let memory = await recollection.remember(text) else { return .databaseAway }
        await log("remember", "\(memory.id)")
        return .remembered(memory.id, memory.text)
    }

    func forget(_ number: Int64) async -> Phrase {
        let person = question.person.id
        guard let wasThere = await notebook.ask({ try await $0.memories.forget(number, person: person) }) else {
            return .databaseAway
        }
        if wasThere { await log("forget", "\(number)") }
        return wasThere ? .forgot(number) : .noSuchMemory(number)
    }

    func subscribe(to wish: Subscribing) async -> Phrase {
        if let word = wish.unknown { return .unknownEvent(word) }
        let question = question
        let events = wish.kinds.isEmpty ? nil : Array(Set(wish.kinds.flatMap(\.events))).sorted()
        let kept = await notebook.ask {
            try await $0.subscriptions.subscribe(
                person: question.person.id, subject: wish.subject, conversation: question.conversation,
                reference: question.reference, events: events)
        }
        guard kept != nil else { return .databaseAway }
        await log("subscribe", wish.subject)
        return .subscribed(wish.subject, wish.kinds)
    }

    func unsubscribe(from subject: String) async -> Phrase {
        let person = question.person.id
        let ended = await notebook.ask { try await $0.subscriptions.unsubscribe(person: person, subject: subject) }
        guard let ended else { return .databaseAway }
        if ended { await log("unsubscribe", subject) }
        return ended ? .unsubscribed(subject) : .wasNotSubscribed(subject)
    }

    /// What a person had changed of their own; never the words of a memory.
    func log(_ action: String, _ subject: String? = nil) async {
        let person = question.person.id
        let details: JSON = ["conversation": .string(question.conversation), "outcome": "done"]
        _ = await notebook.ask {
            try await $0.activity.append(actor: person, action: action, subject: subject, details: details.text)
        }
    }
}
