/// A canonical prefix code as deflate has it (RFC 1951, 3.2.2), complete: every sequence of bits means something.
struct HuffmanCode {
    /// Bits of each symbol's code; 0 for a symbol that has none.
    let lengths: [UInt8]
    /// The code's first bit is the lowest, as deflate writes it.
    let codes: [UInt16]

    /// - Parameter counts: by symbol; one that is 0 gets no code. At least two are above 0, and their sum fits into 32 bits.
    /// - Parameter limit: no code is longer, at most 15; 2 to the power of it is not below the number of symbols.
    init(counts: [UInt32], limit: Int) {
        precondition((1...15).contains(limit), "deflate's codes have 1 to 15 bits")
        let used = counts.indices.filter { counts[$0] > 0 }.sorted { counts[$0] < counts[$1] }
        precondition(used.count >= 2 && used.count <= 1 << limit, "no complete code has so many symbols")
        var amounts = Self.depths(used.map { UInt64(counts[$0]) })
        Self.shorten(&amounts, to: limit)
        var lengths = [UInt8](repeating: 0, count: counts.count)
        var rare = used.makeIterator()
        for length in (1...limit).reversed() {
            for _ in 0..<amounts[length] { lengths[rare.next()!] = UInt8(length) }  // the amounts add up to all symbols
        }
        var next = [UInt16](repeating: 0, count: limit + 1)
        for length in 1..<limit { next[length + 1] = (next[length] + UInt16(amounts[length])) << 1 }
        var codes = [UInt16](repeating: 0, count: counts.count)
        for (symbol, length) in lengths.enumerated() where length > 0 {
            codes[symbol] = next[Int(length)].bitSwapped >> (16 - UInt16(length))
            next[Int(length)] += 1
        }
        (self.lengths, self.codes) = (lengths, codes)
    }

    /// How many codes have each length in Huffman's code, without a limit. The counts ascend.
    private static func depths(_ counts: [UInt64]) -> [Int] {
        // Nodes are made in ascending order too, so the two rarest are always at the front of one of two queues.
        var weights = counts
        var parents = [Int](repeating: 0, count: 2 * counts.count - 1)
        var (leaf, node) = (0, counts.count)
        func rarest() -> Int {
            if leaf < counts.count, node == weights.count || weights[leaf] <= weights[node] {
                leaf += 1
                return leaf - 1
            }
            node += 1
            return node - 1
        }
        while weights.count < parents.count {
            let (left, right) = (rarest(), rarest())
            parents[left] = weights.count
            parents[right] = weights.count
            weights.append(weights[left] + weights[right])
        }
        var depths = [Int](repeating: 0, count: parents.count)
        var amounts = [Int](repeating: 0, count: 64)
        for index in (0..<parents.count - 1).reversed() {
            depths[index] = depths[parents[index]] + 1
            // Sums of 32 bits keep the depth below 48: each is at least the sum of the two below it.
            if index < counts.count { amounts[depths[index]] += 1 }
        }
        return amounts
    }

    /// JPEG's way (ITU T.81, K.3): of two codes that are too long one takes the place of their common beginning, the other
    /// goes beside a shorter one, which becomes a bit longer. The code stays complete.
    private static func shorten(_ amounts: inout [Int], to limit: Int) {
        for length in (limit + 1..<amounts.count).reversed() {
            while amounts[length] > 0 {
                var shorter = length - 2
                while amounts[shorter] == 0 { shorter -= 1 }
                amounts[length] -= 2
                amounts[length - 1] += 1
                amounts[shorter + 1] += 2
                amounts[shorter] -= 1
            }
        }
    }
}

extension UInt16 {
    fileprivate var bitSwapped: UInt16 {
        var (bits, swapped) = (self, UInt16(0))
        for _ in 0..<16 {
            swapped = swapped << 1 | bits & 1
            bits >>= 1
        }
        return swapped
    }
}
