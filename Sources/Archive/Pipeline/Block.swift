import Glibc

/// A piece of memory that goes from one thread to the next.
// Sendable: it has one owner at a time, who hands it on and does not touch it again.
final class Block: @unchecked Sendable {
    let base: UnsafeMutablePointer<UInt8>
    let capacity: Int
    var count = 0

    init(capacity: Int) {
        base = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit { base.deallocate() }

    var room: Int { capacity - count }
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    func append(_ piece: UnsafeRawBufferPointer) {
        guard let source = piece.baseAddress else { return }
        precondition(piece.count <= room, "a block was filled beyond its end")
        memcpy(base + count, source, piece.count)
        count += piece.count
    }
}

/// Blocks of one size, used again: fresh memory of that size costs a page fault for every 4 KiB.
final class BlockPool: Sendable {
    private let capacity: Int
    private let limit: Int
    private let blocks = Monitor<[Block]>([])

    /// - Parameter limit: how many are kept when nobody uses them.
    init(capacity: Int, limit: Int) {
        self.capacity = capacity
        self.limit = limit
    }

    func take() -> Block {
        blocks.change { $0.popLast() } ?? Block(capacity: capacity)
    }

    func give(_ block: Block) {
        block.count = 0
        blocks.change { if $0.count < limit { $0.append(block) } }
    }
}
