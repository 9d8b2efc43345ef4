import Foundation
import Synchronization
import Teams

/// Time that passes only when somebody sleeps or a test says so.
final class ManualTime: Sendable {
    private let state = Mutex<(now: Date, uptime: Duration, sleeps: [Duration])>((Date(), .zero, []))

    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    func advance(by duration: Duration) {
        state.withLock { state in
            state.now += Double(duration.components.seconds)
            state.uptime += duration
        }
    }

    var source: TimeSource {
        TimeSource(
            now: { self.state.withLock { $0.now } }, uptime: { self.state.withLock { $0.uptime } },
            sleep: { duration in
                try Task.checkCancellation()
                self.state.withLock { state in
                    state.sleeps.append(duration)
                    state.now += Double(duration.components.seconds)
                    state.uptime += duration
                }
                await Task.yield()
            })
    }
}
