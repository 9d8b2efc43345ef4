import Foundation
import Records

/// Messages that came while the database was away: kept in memory, so that people are answered all the same. What is here
/// does not outlive the process, and its repetitions are known only for as long as there is room.
struct UnrecordedMessages {
    private struct Key: Hashable {
        let conversation: String
        let activity: String
    }

    /// Of all conversations, and of one message in bytes.
    private static let limit = 500
    private static let sizeLimit = 64 << 10
    private static let remembered = 10_000

    private var waiting: [String: [Inbox.Message]] = [:]
    private var count = 0
    private var known: Set<Key> = []

    /// False for one that is known already, and where there is no room.
    mutating func keep(_ arrival: Inbox.Arrival) -> Bool {
        guard count < Self.limit, arrival.body.utf8.count <= Self.sizeLimit, !knows(arrival) else { return false }
        if known.count >= Self.remembered { known = [] }
        known.insert(Key(conversation: arrival.conversation, activity: arrival.activity))
        count += 1
        // No row of the inbox has this number.
        waiting[arrival.conversation, default: []].append(
            Inbox.Message(
                id: 0, conversation: arrival.conversation, activity: arrival.activity, body: arrival.body, attempts: 0,
                received: Date()))
        return true
    }

    func knows(_ arrival: Inbox.Arrival) -> Bool {
        known.contains(Key(conversation: arrival.conversation, activity: arrival.activity))
    }

    /// Whether one of the inbox was dealt with from here: it was recorded all the same, or came again.
    func knows(_ message: Inbox.Message) -> Bool {
        message.id != 0 && known.contains(Key(conversation: message.conversation, activity: message.activity))
    }

    func hasMore(in conversation: String) -> Bool { waiting[conversation] != nil }

    mutating func next(in conversation: String) -> Inbox.Message? {
        guard let first = waiting[conversation]?.first else { return nil }
        waiting[conversation]?.removeFirst()
        if waiting[conversation]?.isEmpty == true { waiting[conversation] = nil }
        count -= 1
        return first
    }
}
