import Glibc

/// Bytes put together from pieces. It keeps its memory when emptied, unless that is much.
struct GrowingBytes: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>?
    private var capacity = 0
    private(set) var count = 0

    init() {}

    deinit { free(base) }

    var isEmpty: Bool { count == 0 }

    /// Valid until the next change.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

    mutating func append(_ piece: UnsafeBufferPointer<UInt8>) {
        guard let source = piece.baseAddress, !piece.isEmpty else { return }
        if count + piece.count > capacity {
            // A half more, not double: near the limit of a statement that is what keeps memory bounded.
            capacity = max(count + piece.count, capacity + capacity / 2, 4096)
            guard let grown = realloc(base, capacity) else { fatalError("out of memory") }  // as Swift's own arrays do
            base = grown.assumingMemoryBound(to: UInt8.self)
        }
        memcpy(base! + count, source, piece.count)  // allocated above
        count += piece.count
    }

    mutating func removeAll() {
        count = 0
        if capacity > 8 << 20 {
            free(base)
            base = nil
            capacity = 0
        }
    }

    mutating func removeFirst(_ length: Int) {
        if length >= count { return removeAll() }
        memmove(base!, base! + length, count - length)  // count > 0, so it was allocated
        count -= length
    }
}
