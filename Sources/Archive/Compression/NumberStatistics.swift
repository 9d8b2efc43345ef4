/// How often each of deflate's symbols occurs in a sample. All that ``NumberTokens`` can give count as having occurred
/// once more, so that whatever comes in the text has a code.
struct NumberStatistics: NumberTokenSink {
    /// Bytes, the end of the block, and the lengths 3 to 8 of a match.
    private(set) var symbols = [UInt32](repeating: 1, count: 263)
    private(set) var distances = [UInt32](repeating: 1, count: 30)
    private var moreBits = 0

    init() { symbols[257] = 0 }  // Length 3 is never given.

    mutating func literals(_ bytes: UInt64) {
        var rest = bytes
        while rest != 0 {
            literal(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    mutating func literal(_ byte: UInt8) { symbols[Int(byte)] += 1 }

    mutating func match(length: Int, distance: Int) {
        let place = DeflateDistance(distance)
        symbols[254 + length] += 1
        distances[place.symbol] += 1
        moreBits += place.moreBits
    }

    /// What the sample itself takes with these codes.
    func bytes(_ symbolCode: HuffmanCode, _ distanceCode: HuffmanCode) -> Int {
        var bits = moreBits
        for (count, length) in zip(symbols, symbolCode.lengths) { bits += (Int(count) - 1) * Int(length) }
        for (count, length) in zip(distances, distanceCode.lengths) { bits += (Int(count) - 1) * Int(length) }
        return bits / 8
    }
}

/// A distance as deflate writes it (RFC 1951, 3.2.5): a symbol, then some bits as they are.
struct DeflateDistance {
    let symbol: Int
    let moreBits: Int
    let more: UInt64

    /// - Parameter distance: 1 to 32,768.
    @inline(__always)
    init(_ distance: Int) {
        let value = UInt32(truncatingIfNeeded: distance &- 1)
        if value < 4 {
            (symbol, moreBits, more) = (Int(value), 0, 0)
        } else {
            let top = 31 &- value.leadingZeroBitCount
            moreBits = top &- 1
            symbol = 2 &* top &+ (Int(value &>> UInt32(moreBits)) & 1)
            more = UInt64(value) & ((1 &<< UInt64(moreBits)) &- 1)
        }
    }
}
