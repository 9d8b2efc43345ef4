import Testing

@testable import Archive

@Suite struct HuffmanCodeTests {
    /// What the code is worth, and that it is one: complete, canonical, within its limit.
    private func check(_ counts: [UInt32], limit: Int) -> Int {
        let code = HuffmanCode(counts: counts, limit: limit)
        var space = 0
        for (count, length) in zip(counts, code.lengths) {
            #expect((length == 0) == (count == 0))
            #expect(length <= limit)
            if length > 0 { space += 1 << (limit - Int(length)) }
        }
        #expect(space == 1 << limit, "complete")
        for (one, other) in zip(code.lengths.indices, code.lengths.indices.dropFirst()) where code.lengths[one] > 0 {
            #expect(Int(code.codes[one]) < 1 << Int(code.lengths[one]))
            if code.lengths[other] == code.lengths[one] {
                #expect(reversed(code, other) == reversed(code, one) + 1, "neighbours of one length follow each other")
            }
        }
        return zip(counts, code.lengths).reduce(0) { $0 + Int($1.0) * Int($1.1) }
    }

    private func reversed(_ code: HuffmanCode, _ symbol: Int) -> Int {
        (0..<Int(code.lengths[symbol])).reduce(0) { $0 << 1 | Int(code.codes[symbol]) >> $1 & 1 }
    }

    /// The least there can be, by the package-merge method.
    private func optimum(_ counts: [UInt32], limit: Int) -> Int {
        let leaves = counts.filter { $0 > 0 }.map(Int.init).sorted()
        var packages: [Int] = []
        for _ in 0..<limit {
            let items = (leaves + packages).sorted()
            packages = stride(from: 0, to: items.count - 1, by: 2).map { items[$0] + items[$0 + 1] }
        }
        return packages.prefix(leaves.count - 1).reduce(0, +)
    }

    @Test("is RFC 1951's own example")
    func example() {
        // Lengths 3, 3, 3, 3, 3, 2, 4, 4 of its section 3.2.2, got from counts that have them.
        let code = HuffmanCode(counts: [8, 8, 8, 8, 8, 16, 4, 4], limit: 15)
        #expect(code.lengths == [3, 3, 3, 3, 3, 2, 4, 4])
        #expect((0..<8).map { reversed(code, $0) } == [0b010, 0b011, 0b100, 0b101, 0b110, 0b00, 0b1110, 0b1111])
    }

    @Test("is as short as can be where nothing is cut, and nearly where it is", arguments: [UInt64(1), 2, 3])
    func random(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            let symbols = Int.random(in: 2...286, using: &generator)
            let skew = Int.random(in: 1...24, using: &generator)
            var counts = (0..<symbols).map { _ in
                UInt32.random(in: 0..<(1 << UInt32.random(in: 1...UInt32(skew), using: &generator)), using: &generator)
            }
            (counts[0], counts[symbols - 1]) = (1, 1)
            let best = optimum(counts, limit: 15)
            let bits = check(counts, limit: 15)
            #expect(bits >= best)
            #expect(Double(bits) <= Double(best) * 1.01, "seed \(seed)")
        }
    }

    @Test("shortens codes that would be too long", arguments: [2, 3, 16, 19, 30, 44])
    func fibonacci(_ symbols: Int) {
        var counts: [UInt32] = [1, 1]
        while counts.count < symbols { counts.append(counts[counts.count - 1] + counts[counts.count - 2]) }
        for limit in [7, 12, 15] where symbols <= 1 << limit {
            let bits = check(counts, limit: limit)
            #expect(bits >= optimum(counts, limit: limit))
            if symbols <= limit + 1 { #expect(bits == optimum(counts, limit: limit)) }
        }
    }

    @Test("has codes of one length where the limit leaves nothing else")
    func full() {
        let counts = (0..<128).map { UInt32(1) << UInt32($0 / 6) }
        #expect(HuffmanCode(counts: counts, limit: 7).lengths == [UInt8](repeating: 7, count: 128))
    }
}
