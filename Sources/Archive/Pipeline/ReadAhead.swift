/// Results of work that is done some steps ahead of whoever takes them, in order.
final class ReadAhead<Output: Sendable> {
    private let pool: WorkerPool
    private let depth: Int
    private let count: Int
    private let work: @Sendable (Int) throws -> Output
    private let results = Monitor<[Int: Result<Output, any Error>]>([:])
    private var started = 0
    private var taken = 0

    /// - Parameter count: `work` is called once for each number below it.
    /// - Parameter depth: how many results may exist at once, taken ones not counted.
    init(pool: WorkerPool, depth: Int, count: Int, work: @escaping @Sendable (Int) throws -> Output) {
        (self.pool, self.depth, self.count, self.work) = (pool, max(1, depth), count, work)
    }

    /// Nil after the last.
    func next() throws -> Output? {
        while started < count, started < taken + depth {
            let number = started
            pool.submit { [work, results] in
                let result = Result { try work(number) }
                results.change { $0[number] = result }
            }
            started += 1
        }
        guard taken < count else { return nil }
        defer { taken += 1 }
        return try results.wait { $0.removeValue(forKey: taken) }.get()
    }
}
