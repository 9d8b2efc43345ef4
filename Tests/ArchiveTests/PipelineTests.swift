import Glibc
import Testing

@testable import Archive

@Suite struct PipelineTests {
    @Test("delivers in order, however long each piece takes, and never has more in work than allowed")
    func order() throws {
        let running = Monitor((now: 0, most: 0))
        let delivered = Monitor<[Int]>([])
        let pipeline = OrderedPipeline<Int>(pool: WorkerPool(width: 4), slots: Slots(3)) { number in
            delivered.change { $0.append(number) }
        }
        for number in 0..<500 {
            try pipeline.submit {
                running.change { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                var waste = number
                for _ in 0..<((number * 7919) % 500) { waste = waste &* 31 }
                running.change { $0.now -= 1 }
                return waste == .min ? 0 : number
            }
        }
        try pipeline.drain()
        #expect(delivered.read { $0 } == Array(0..<500))
        #expect(running.read { $0.most } <= 3)
    }

    @Test("stops at the first error and tells it, to whoever submits and at the end", arguments: [true, false])
    func errors(_ inDelivery: Bool) throws {
        struct Broken: Error {}
        let delivered = Monitor<[Int]>([])
        let pipeline = OrderedPipeline<Int>(pool: WorkerPool(width: 2), slots: Slots(2)) { number in
            if inDelivery, number == 5 { throw Broken() }
            delivered.change { $0.append(number) }
        }
        #expect(throws: Broken.self) {
            for number in 0..<1000 {
                try pipeline.submit {
                    if !inDelivery, number == 5 { throw Broken() }
                    return number
                }
            }
        }
        #expect(throws: Broken.self) { try pipeline.drain() }
        #expect(delivered.read { $0 } == [0, 1, 2, 3, 4])
    }

    @Test("reads ahead no further than asked, and gives errors at their place")
    func readAhead() throws {
        struct Broken: Error {}
        let started = Monitor(0)
        let ahead = ReadAhead(pool: WorkerPool(width: 2), depth: 3, count: 10) { number in
            started.change { $0 = max($0, number) }
            if number == 6 { throw Broken() }
            return number
        }
        for number in 0..<6 {
            #expect(try ahead.next() == number)
            #expect(started.read { $0 } < number + 4)
        }
        #expect(throws: Broken.self) { try ahead.next() }
        #expect(try ahead.next() == 7)
        #expect(try ReadAhead(pool: .shared, depth: 1, count: 0) { $0 }.next() == nil)
    }

    @Test("works on as many threads as it is wide, all of them at once, none of them the caller's", arguments: [1, 4])
    func threads(_ width: Int) {
        let pool = WorkerPool(width: width)
        let seen = Monitor((threads: Set<pthread_t>(), arrived: 0, done: 0))
        for _ in 0..<width {
            // Each waits for all others: with one thread too few this would not end.
            pool.submit {
                seen.change { $0.arrived += 1 }
                seen.wait { $0.arrived >= width ? .some(()) : nil }
            }
        }
        for _ in 0..<200 {
            pool.submit { seen.change { $0 = ($0.threads.union([pthread_self()]), $0.arrived, $0.done + 1) } }
        }
        seen.wait { $0.done == 200 ? .some(()) : nil }
        #expect(seen.read { $0.threads.count } <= width)
        #expect(seen.read { !$0.threads.contains(pthread_self()) })
    }

    @Test("ends what was submitted, in order, when nobody holds it any more")
    func released() {
        let done = Monitor<[Int]>([])
        let isOpen = Monitor(false)
        do {
            let pool = WorkerPool(width: 1)
            pool.submit { isOpen.wait { $0 ? .some(()) : nil } }
            for number in 0..<200 { pool.submit { done.change { $0.append(number) } } }
        }
        isOpen.change { $0 = true }
        done.wait { $0.count == 200 ? .some(()) : nil }
        #expect(done.read { $0 } == Array(0..<200))
    }

    @Test("a queue asks for a thread only while there is work for it, and can be worked off without any")
    func queue() {
        let queue = JobQueue()
        let done = Monitor<[Int]>([])
        let asked = (0..<3).map { number in queue.add({ done.change { $0.append(number) } }, width: 2) }
        #expect(asked == [true, true, false])
        #expect([queue.threadFailed(), queue.threadFailed()] == [false, true])
        queue.workOff()
        #expect(done.read { $0 } == [0, 1, 2])
        let asksAgain = queue.add({ done.change { $0.append(3) } }, width: 1)
        #expect(asksAgain)
        queue.close()
        queue.work()
        #expect(done.read { $0 } == [0, 1, 2, 3])
    }
}
