import Recovery
import Synchronization

/// Keeps what a procedure tells.
final class EventLog: Sendable {
    private let events = Mutex<[Event]>([])

    func tell(_ event: Event) { events.withLock { $0.append(event) } }
    func forget() { events.withLock { $0 = [] } }

    var warnings: [String] {
        events.withLock { $0.compactMap { if case .warning(let text) = $0 { text } else { nil } } }
    }

    var notes: [String] {
        events.withLock { $0.compactMap { if case .note(let text) = $0 { text } else { nil } } }
    }

    var steps: [String] {
        events.withLock { $0.compactMap { if case .began(let step) = $0 { step } else { nil } } }
    }
}
