import Synchronization

/// When each step of a drill began and how long it took, and what was told meanwhile.
final class DrillTimeline: Sendable {
    private struct State {
        var steps: [DrillReport.Step] = []
        var remarks: [String] = []
    }

    private let start = ContinuousClock.now
    private let state = Mutex(State())

    func take(_ event: Event) {
        let now = elapsed
        state.withLock { state in
            switch event {
            case .ended(let step, let seconds):
                state.steps.append(.init(name: step, began: max(0, now - seconds), seconds: seconds))
            case .note(let text), .warning(let text): state.remarks.append(text)
            case .began, .progress: break
            }
        }
    }

    /// Seconds since the drill began.
    var elapsed: Double { (ContinuousClock.now - start).inSeconds }
    var steps: [DrillReport.Step] { state.withLock(\.steps) }
    var remarks: [String] { state.withLock(\.remarks) }
}
