import Dispatch
import Glibc

/// A fixed number of threads for work that computes; jobs begin in the order they came.
package final class WorkerPool: Sendable {
    /// One thread for each processor, but not more than eight: each block in work takes memory.
    package static let shared = WorkerPool(width: min(8, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

    package let width: Int
    private let state = Monitor(State())
    private let queue = DispatchQueue(label: "reva.archive", attributes: .concurrent)

    private struct State {
        var jobs: [@Sendable () -> Void] = []
        var first = 0
        var running = 0
    }

    package init(width: Int) { self.width = width }

    func submit(_ job: @escaping @Sendable () -> Void) {
        let startsThread = state.change { state in
            state.jobs.append(job)
            guard state.running < width else { return false }
            state.running += 1
            return true
        }
        if startsThread { queue.async { self.work() } }
    }

    private func work() {
        while let job = nextJob() { job() }
    }

    private func nextJob() -> (@Sendable () -> Void)? {
        state.change { state in
            guard state.first < state.jobs.count else {
                state.jobs.removeAll(keepingCapacity: true)
                state.first = 0
                state.running -= 1
                return nil
            }
            defer { state.first += 1 }
            if state.first > 64 {
                state.jobs.removeFirst(state.first)
                state.first = 0
            }
            return state.jobs[state.first]
        }
    }
}
