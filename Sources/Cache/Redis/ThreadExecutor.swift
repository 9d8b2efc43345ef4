import Foundation
import Synchronization

/// Runs the jobs of actors on one thread of its own, so that calls that block hold none of the few threads that all
/// tasks share. The thread lives as long as the process.
final class ThreadExecutor: SerialExecutor {
    static let shared = ThreadExecutor()

    private let jobs = Mutex<[UnownedJob]>([])
    private let arrivals = DispatchSemaphore(value: 0)

    private init() {
        let thread = Thread { [self] in
            while true {
                arrivals.wait()
                let job = jobs.withLock { $0.removeFirst() }
                job.runSynchronously(on: asUnownedSerialExecutor())
            }
        }
        thread.name = "reva-cache"
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        arrivals.signal()
    }
}
