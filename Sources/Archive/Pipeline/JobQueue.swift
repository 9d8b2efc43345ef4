/// What the threads of a pool share: the jobs to be done, and how many threads there are for them.
final class JobQueue: Sendable {
    typealias Job = @Sendable () -> Void

    private let state = Monitor(State())

    private struct State {
        /// Nil where it was taken: what a job has captured, whole blocks, goes as soon as it is done.
        var jobs: [Job?] = []
        var first = 0
        var threads = 0
        var busy = 0
        var isClosed = false

        mutating func take() -> Job? {
            guard first < jobs.count else { return nil }
            defer {
                first += 1
                if first > 64 {
                    jobs.removeFirst(first)
                    first = 0
                }
            }
            return jobs[first].take()
        }
    }

    /// - Parameter width: how many threads there may be.
    /// - Returns: whether one more is to be started; it is counted already.
    func add(_ job: @escaping Job, width: Int) -> Bool {
        state.change { state in
            state.jobs.append(job)
            let wanted = state.jobs.count - state.first + state.busy
            guard state.threads < width, wanted > state.threads else { return false }
            state.threads += 1
            return true
        }
    }

    /// Takes back what ``add(_:width:)`` has counted.
    /// - Returns: whether there is no thread at all.
    func threadFailed() -> Bool {
        state.change { state in
            state.threads -= 1
            return state.threads == 0
        }
    }

    /// Does jobs until the queue is closed and empty.
    func work() {
        var isBusy = false
        while true {
            let job = state.wait { state -> Job?? in
                if isBusy { state.busy -= 1 }
                isBusy = false
                guard let job = state.take() else { return state.isClosed ? .some(nil) : nil }
                state.busy += 1
                isBusy = true
                return job
            }
            guard let job else { return }
            job()
        }
    }

    /// Does the jobs there are.
    func workOff() {
        while let job = state.change({ $0.take() }) { job() }
    }

    /// What has been added is still done.
    func close() { state.change { $0.isClosed = true } }
}
