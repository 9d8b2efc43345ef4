/// Who holds which connection of a pool and who is next, without doing anything about it.
///
/// A slot is the right to have one connection; there are `size`. Whoever is granted `.open` holds a slot without
/// a connection and makes one; a connection lost is a slot free, which goes to the next in line like a connection does.
struct PoolState<Resource: Sendable> {
    typealias Waiter = UInt64

    enum Grant: Sendable {
        case use(Resource)
        case open
    }

    enum Answer: Sendable {
        case granted(Grant)
        case wait
        case closed
    }

    enum Handover: Sendable {
        case grant(Waiter, Grant)
        /// Nobody needs it and the pool is closed.
        case discard(Resource)
        case nothing
    }

    let size: Int
    /// The one used last is lent first, so that the others may rest.
    private(set) var idle: [Resource] = []
    /// Slots in use: lent, being opened.
    private(set) var lent = 0
    private(set) var waiters: [Waiter] = []
    private(set) var isClosed = false

    init(size: Int) {
        precondition(size > 0, "a pool needs room for one connection")
        self.size = size
    }

    var isDrained: Bool { isClosed && lent == 0 && idle.isEmpty }

    mutating func request(_ waiter: Waiter) -> Answer {
        guard !isClosed else { return .closed }
        // Nobody waits while something is free, so nobody is overtaken here.
        if let resource = idle.popLast() {
            lent += 1
            return .granted(.use(resource))
        }
        if lent < size {
            lent += 1
            return .granted(.open)
        }
        waiters.append(waiter)
        return .wait
    }

    /// - Parameter resource: nil when it was lost, or never made.
    mutating func giveBack(_ resource: Resource?) -> Handover {
        precondition(lent > 0, "more was given back than lent")
        if !waiters.isEmpty {
            return .grant(waiters.removeFirst(), resource.map(Grant.use) ?? .open)
        }
        lent -= 1
        guard let resource else { return .nothing }
        if isClosed { return .discard(resource) }
        idle.append(resource)
        return .nothing
    }

    /// Takes a waiter out of the line; false when it was granted something already.
    mutating func abandon(_ waiter: Waiter) -> Bool {
        guard let index = waiters.firstIndex(of: waiter) else { return false }
        waiters.remove(at: index)
        return true
    }

    /// Grants nothing from now on; what is lent stays so until it is given back.
    mutating func close() -> (waiters: [Waiter], idle: [Resource]) {
        isClosed = true
        defer {
            waiters = []
            idle = []
        }
        return (waiters, idle)
    }
}
