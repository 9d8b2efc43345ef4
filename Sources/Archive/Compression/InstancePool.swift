/// Things that are dear to make and used by one thread at a time.
final class InstancePool<Instance: Sendable>: Sendable {
    private let make: @Sendable () -> Instance
    private let idle = Monitor<[Instance]>([])

    init(_ make: @escaping @Sendable () -> Instance) { self.make = make }

    func with<Result>(_ body: (Instance) throws -> Result) rethrows -> Result {
        let instance = idle.change { $0.popLast() } ?? make()
        defer { idle.change { $0.append(instance) } }
        return try body(instance)
    }
}
