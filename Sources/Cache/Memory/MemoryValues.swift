/// Values in memory until they expire, within a number of bytes. The oldest goes first.
struct MemoryValues {
    private struct Entry {
        let value: [UInt8]
        let end: ContinuousClock.Instant
        /// Its place in `order`.
        let number: Int
    }

    /// What an entry costs beside its key and value, roughly.
    private static let overhead = 128

    private let limit: Int
    private var entries: [String: Entry] = [:]
    /// Keys by age. Those whose number is no longer that of the entry are of entries that are gone.
    private var order: [(key: String, number: Int)] = []
    private var oldest = 0
    private var nextNumber = 0
    private(set) var bytes = 0

    init(limit: Int) { self.limit = limit }

    var count: Int { entries.count }

    mutating func value(for key: String, at now: ContinuousClock.Instant) -> [UInt8]? {
        guard let entry = entries[key] else { return nil }
        guard now < entry.end else {
            remove(key)
            return nil
        }
        return entry.value
    }

    mutating func set(_ value: [UInt8], for key: String, until end: ContinuousClock.Instant) {
        remove(key)
        entries[key] = Entry(value: value, end: end, number: nextNumber)
        order.append((key, nextNumber))
        nextNumber += 1
        bytes += Self.cost(key, value)
        while bytes > limit, oldest < order.count {
            let (key, number) = order[oldest]
            if entries[key]?.number == number { remove(key) }
            oldest += 1
        }
        if order.count > 2 * entries.count + 64 { compact() }
    }

    mutating func remove(_ key: String) {
        guard let entry = entries.removeValue(forKey: key) else { return }
        bytes -= Self.cost(key, entry.value)
    }

    /// Drops the places of entries that are gone; done so rarely that an entry pays for it but once.
    private mutating func compact() {
        order = order[oldest...].filter { entries[$0.key]?.number == $0.number }
        oldest = 0
    }

    private static func cost(_ key: String, _ value: [UInt8]) -> Int { key.utf8.count + value.count + overhead }
}
