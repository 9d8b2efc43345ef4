import Dispatch
import Synchronization

/// The wish to end one statement early: by the task's cancellation from any thread, or by its time limit.
///
/// The request travels on a connection of its own and names no statement. So whoever ran the statement calls `end()`,
/// which waits until a request under way has been delivered: it must not hit the next statement.
final class Interruption: Sendable {
    enum Reason: Sendable { case cancelled, timeout }

    private struct State: Sendable {
        var reason: (kind: Reason, since: ContinuousClock.Instant)?
        var canceller: Canceller?
    }

    private let state = Mutex(State())
    private let requests = DispatchGroup()

    var reason: (kind: Reason, since: ContinuousClock.Instant)? { state.withLock(\.reason) }

    /// Names the connection to interrupt; false when the statement need not even start.
    func begin(_ canceller: Canceller) -> Bool {
        state.withLock { state in
            guard state.reason == nil else { return false }
            state.canceller = canceller
            return true
        }
    }

    /// The first reason stays.
    func interrupt(_ reason: Reason) {
        state.withLock { state in
            guard state.reason == nil else { return }
            state.reason = (reason, .now)
            guard let canceller = state.canceller else { return }
            requests.enter()
            // It connects anew, which may take long.
            DispatchQueue.global().async { [requests] in
                canceller.request()
                requests.leave()
            }
        }
    }

    /// No request is made from now on; false when one under way was not delivered within the limit.
    func end(within limit: Duration) -> Bool {
        state.withLock { $0.canceller = nil }
        return requests.wait(timeout: .now() + .milliseconds(Int(limit.wholeMilliseconds))) == .success
    }
}
