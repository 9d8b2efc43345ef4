/// What the parts of one backup share, so that memory is bounded however many there are.
struct Workshop: Sendable {
    let pool: WorkerPool
    let slots: Slots
    let blocks: BlockPool
    let outputs: BlockPool
    let compressors = InstancePool { MemberCompressor() }

    init(pool: WorkerPool) {
        self.pool = pool
        let depth = pool.width + 2
        slots = Slots(depth)
        blocks = BlockPool(capacity: MemberHeader.rawTarget, limit: depth)
        outputs = BlockPool(capacity: MemberCompressor.outputCapacity, limit: depth)
    }
}
