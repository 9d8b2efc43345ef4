import Foundation

/// The world as its server keeps it: one request at a time, each at its own time.
actor Store {
    private var world: World
    private var faults = Faults()
    private let now: @Sendable () -> Date
    /// How often each request was answered, by `METHOD /path`: for tests that count.
    private(set) var served: [String: Int] = [:]

    init(now: @escaping @Sendable () -> Date) {
        self.now = now
        world = Sample.world(at: now())
    }

    /// Who these credentials are; nil when nobody.
    func account(token: String?, basic: (name: String, password: String)?) -> Account? {
        world.accounts.first { account in
            token.map { $0 == account.token }
                ?? basic.map { $0.name == account.username && $0.password == account.password } ?? false
        }
    }

    func answer(_ call: Call) throws(Refusal) -> Answer {
        world.advance(to: now())
        return try world.answer(call)
    }

    func count(_ request: String) { served[request, default: 0] += 1 }

    func fault(method: String, path: String) -> Fault? { faults.next(method: method, path: path) }
    func add(_ fault: Fault) { faults.add(fault) }
    func removeFaults() { faults.removeAll() }

    /// Lets time go on, and takes what happened since the last time.
    func takeEvents() -> [ReleaseEvent] {
        world.advance(to: now())
        defer { world.events = [] }
        return world.events
    }

    /// The world itself, for tests that arrange one.
    func change(_ body: @Sendable (inout World) -> Void) { body(&world) }
    var current: World { world }
}
