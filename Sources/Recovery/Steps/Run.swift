import Foundation
import Synchronization
import SystemPackage

/// One run of a procedure: it holds the folder's lock, writes each step into the journal before it begins, measures it,
/// and tells about it.
final class Run: Sendable {
    private struct State {
        var journal: Journal
        var seconds: [String: Double] = [:]
    }

    private let lock: RunLock
    private let state: Mutex<State>
    private let tell: EventSink

    /// - Throws: `RecoveryError` with the reason `.busy` when another run holds the folder.
    init(_ command: String, on target: String, in folder: FilePath, tell: @escaping EventSink) throws {
        lock = try RunLock(in: folder)
        var journal = Journal(command: command, target: target, since: Date())
        if var remains = lock.remains {
            journal.earlier = remains.earlier
            remains.earlier = []
            journal.earlier.append(remains)
        }
        // What was left is written down anew before anything is done about it: that may be interrupted as well.
        try lock.record(journal)
        state = Mutex(State(journal: journal))
        self.tell = tell
    }

    /// The runs before this one that did not end well, the oldest first.
    var earlier: [Journal] { state.withLock { $0.journal.earlier } }

    /// See `Journal.sessionName`.
    var sessionName: String { state.withLock { $0.journal.sessionName } }

    /// Runs one named step and writes what it is into the journal first.
    func step<Value>(_ name: String, _ body: () async throws -> Value) async throws -> Value {
        try note { $0.step = name }
        let (value, seconds) = try await Event.step(name, tell: tell, body)
        state.withLock { $0.seconds[name, default: 0] += seconds }
        return value
    }

    /// The same for a step that ends inside of what it makes possible.
    /// - Returns: to be called when the step has ended.
    func begin(_ name: String) throws -> @Sendable () -> Void {
        try note { $0.step = name }
        tell(.began(step: name))
        let start = ContinuousClock.now
        return { [self] in
            let seconds = (ContinuousClock.now - start).inSeconds
            tell(.ended(step: name, seconds: seconds))
            state.withLock { $0.seconds[name, default: 0] += seconds }
        }
    }

    /// Changes the journal, durably: call it before what it announces is done.
    func note(_ change: (inout Journal) -> Void) throws {
        try state.withLock { state in
            change(&state.journal)
            try lock.record(state.journal)
        }
    }

    /// How long each step took, by its name.
    var seconds: [String: Double] { state.withLock { $0.seconds } }

    /// Ends the run: the journal goes, unless it says that something was left that could not be cleaned up.
    func end() {
        if state.withLock({ $0.journal.isClean }) { lock.clear() }
        lock.release()
    }

    func progress(_ done: Int, of total: Int?, unit: String) { tell(.progress(done: done, total: total, unit: unit)) }
    func remark(_ text: String) { tell(.note(text)) }
    func warn(_ text: String) { tell(.warning(text)) }
}

extension Duration {
    /// In seconds, to the microsecond or better.
    package var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
