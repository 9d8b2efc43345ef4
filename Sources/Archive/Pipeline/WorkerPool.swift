import Glibc

/// A fixed number of threads for work that computes; jobs begin in the order they came.
///
/// The threads are its own. Dispatch has few, and who closes pipes or watches processes by them would wait for our jobs.
package final class WorkerPool: Sendable {
    /// One thread for each processor, but not more than eight: each block in work takes memory.
    package static let shared = WorkerPool(width: min(8, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))))

    package let width: Int
    private let queue = JobQueue()

    /// Threads are started as jobs come, and end some time after the pool is gone.
    package init(width: Int) { self.width = width }

    deinit { queue.close() }

    /// Where the system gives not even one thread, the job is done before this returns.
    func submit(_ job: @escaping @Sendable () -> Void) {
        guard queue.add(job, width: width) else { return }
        if !Self.startThread(queue), queue.threadFailed() { queue.workOff() }
    }

    private static func startThread(_ queue: JobQueue) -> Bool {
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(queue)
        let status = pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<JobQueue>.fromOpaque(argument!).takeRetainedValue().work()  // what is passed below
                return nil
            }, argument.toOpaque())
        guard status == 0 else {
            argument.release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}
