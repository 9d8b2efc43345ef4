import PostgresTesting
import Testing

@testable import Cache

@Suite struct MemoryValuesTests {
    @Test("stays within its bytes, and the oldest goes first")
    func bounded() {
        var values = MemoryValues(limit: 10_000)
        let now = ContinuousClock.now
        for number in 0..<1000 {
            values.set(Array(repeating: 0, count: 800), for: "key \(number)", until: now + .seconds(1))
            #expect(values.bytes <= 10_000)
        }
        #expect(values.value(for: "key 999", at: now) != nil)
        #expect(values.value(for: "key 992", at: now) != nil)
        #expect(values.value(for: "key 900", at: now) == nil)
        values.set(Array(repeating: 0, count: 20_000), for: "too large", until: now + .seconds(1))
        #expect(values.bytes == 0)
        #expect(values.count == 0)
    }

    @Test("whatever is done, a value is there until it expires or is replaced, and the count of bytes is right")
    func property() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        var values = MemoryValues(limit: 1 << 20)
        var model: [String: (value: [UInt8], end: ContinuousClock.Instant)] = [:]
        var now = ContinuousClock.now
        for step in 0..<20_000 {
            let key = "k\(Int.random(in: 0..<30, using: &random))"
            now += .milliseconds(Int.random(in: 0...5, using: &random))
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                let end = now + .milliseconds(Int.random(in: 1...200, using: &random))
                let value = Array(repeating: UInt8(truncatingIfNeeded: step), count: step % 50)
                values.set(value, for: key, until: end)
                model[key] = (value, end)
            case 1:
                values.remove(key)
                model[key] = nil
            default:
                let expected = model[key].flatMap { now < $0.end ? $0.value : nil }
                #expect(values.value(for: key, at: now) == expected, "seed \(seed)")
            }
        }
        for key in model.keys { values.remove(key) }
        #expect(values.bytes == 0 && values.count == 0, "seed \(seed)")
    }
}
