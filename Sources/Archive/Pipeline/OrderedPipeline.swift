/// Work done side by side whose results are delivered one at a time, in the order it was submitted.
///
/// Delivery happens on the worker that ends the gap, so that a submitter who pauses keeps nobody else waiting.
final class OrderedPipeline<Output: Sendable>: Sendable {
    private let pool: WorkerPool
    private let slots: Slots
    private let deliver: @Sendable (Output) throws -> Void
    private let state = Monitor(State())

    private struct State {
        var submitted = 0
        var delivered = 0
        var isDelivering = false
        var waiting: [Int: Result<Output, any Error>] = [:]
        var failure: (any Error)?
    }

    /// - Parameter slots: how much may be in work at once, shared by all pipelines that are given the same.
    init(pool: WorkerPool, slots: Slots, deliver: @escaping @Sendable (Output) throws -> Void) {
        self.pool = pool
        self.slots = slots
        self.deliver = deliver
    }

    /// Waits for a free slot. Throws what an earlier piece of work, or its delivery, has thrown; then nothing is done.
    func submit(_ work: @escaping @Sendable () throws -> Output) throws {
        slots.take()
        let number: Int
        do {
            number = try state.change { state in
                if let failure = state.failure { throw failure }
                defer { state.submitted += 1 }
                return state.submitted
            }
        } catch {
            slots.give()
            throw error
        }
        pool.submit { [self] in
            let failed = state.read { $0.failure }
            let result = failed.map { .failure($0) } ?? Result(catching: work)
            finished(number, result)
        }
    }

    /// Waits until everything has been delivered. Throws the first error there was.
    func drain() throws {
        let failure = state.wait { state in state.delivered == state.submitted ? .some(state.failure) : nil }
        if let failure { throw failure }
    }

    /// Makes it stop as if this error had come up, unless it has stopped already.
    func stop(_ error: any Error) {
        state.change { $0.failure = $0.failure ?? error }
    }

    private func finished(_ number: Int, _ result: Result<Output, any Error>) {
        let isMine = state.change { state in
            state.waiting[number] = result
            if state.isDelivering || number != state.delivered { return false }
            state.isDelivering = true
            return true
        }
        guard isMine else { return }
        while let next = takeNext() {
            do {
                try deliver(try next.get())
            } catch {
                state.change { $0.failure = $0.failure ?? error }
            }
            slots.give()
            state.change { $0.delivered += 1 }
        }
    }

    private func takeNext() -> Result<Output, any Error>? {
        state.change { state in
            guard let next = state.waiting.removeValue(forKey: state.delivered) else {
                state.isDelivering = false
                return nil
            }
            // After an error nothing more is delivered: what follows it would stand in the wrong place.
            return state.failure.map { .failure($0) } ?? next
        }
    }
}

/// So many may go on at once; the next waits.
final class Slots: Sendable {
    private let free: Monitor<Int>

    init(_ count: Int) { free = Monitor(count) }

    func take() {
        free.wait { free -> Void? in
            guard free > 0 else { return nil }
            free -= 1
            return ()
        }
    }

    func give() { free.change { $0 += 1 } }
}
