/// What deflate's literals and matches are given to.
protocol NumberTokenSink {
    /// Up to eight bytes, the first in the lowest place, none of them 0 or above 127; zeros stand behind the last.
    mutating func literals(_ bytes: UInt64)
    mutating func literal(_ byte: UInt8)
    /// - Parameter length: 4 to 8.
    /// - Parameter distance: 1 to 32,768.
    mutating func match(length: Int, distance: Int)
}

/// Cuts lists of numbers (`0.0361,-0.0126,…`) into tokens for deflate.
///
/// Digits do not repeat, so looking for repetitions in them is in vain. What repeats is a comma with the sign and the
/// zeros behind it: a match is tried there and nowhere else, with the last comma that began with the same four bytes.
struct NumberTokens {
    private static let slots = 64
    /// Where a comma was seen last, by a hash of what it begins.
    private let recent = UnsafeMutablePointer<Int>.allocate(capacity: slots)

    func deallocate() { recent.deallocate() }

    /// To be called before each text: places in another one mean nothing.
    func restart() { recent.update(repeating: 0, count: Self.slots) }

    /// Gives tokens for the bytes from `start` on, to `end` or up to 16 bytes further. To the end of the text the bytes
    /// are cut one by one.
    /// - Returns: where the next token begins.
    @inline(__always)
    func cut<Sink: NumberTokenSink>(
        _ text: UnsafeRawBufferPointer, from start: Int, to end: Int, into sink: inout Sink
    ) -> Int {
        guard let base = text.baseAddress else { return start }
        func word(_ place: Int) -> UInt64 {
            UInt64(littleEndian: base.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        }
        var place = start
        // A round reads up to 16 bytes.
        let last = min(end, text.count - 16)
        while place < last {
            let bytes = word(place)
            let digits = Self.bytesBeforeComma(bytes)
            if Self.isPlain(bytes) {
                sink.literals(digits == 8 ? bytes : bytes & ((1 &<< UInt64(8 &* digits)) &- 1))
            } else {
                for index in 0..<digits { sink.literal(UInt8(truncatingIfNeeded: bytes &>> UInt64(8 &* index))) }
            }
            place &+= digits
            if digits == 8, base.load(fromByteOffset: place, as: UInt8.self) != UInt8(ascii: ",") { continue }
            let found = word(place)
            let slot = Int(truncatingIfNeeded: (UInt32(truncatingIfNeeded: found) &* 0x9e37_79b1) &>> 26)
            let earlier = recent[slot]
            recent[slot] = place
            let (difference, distance) = (found ^ word(earlier), place &- earlier)
            if UInt32(truncatingIfNeeded: difference) == 0, distance > 0, distance <= 32_768 {
                let length = difference.trailingZeroBitCount &>> 3
                sink.match(length: length, distance: distance)
                place &+= length
            } else {
                sink.literal(UInt8(ascii: ","))
                place &+= 1
            }
        }
        while place < end, place >= text.count - 16 {
            sink.literal(base.load(fromByteOffset: place, as: UInt8.self))
            place &+= 1
        }
        return place
    }

    /// 8 where there is none.
    @inline(__always)
    private static func bytesBeforeComma(_ bytes: UInt64) -> Int {
        let others = bytes ^ 0x2c2c_2c2c_2c2c_2c2c
        let commas = (others &- 0x0101_0101_0101_0101) & ~others & 0x8080_8080_8080_8080
        return commas.trailingZeroBitCount &>> 3
    }

    /// Whether none is 0 or above 127.
    @inline(__always)
    private static func isPlain(_ bytes: UInt64) -> Bool {
        (bytes &- 0x0101_0101_0101_0101 | bytes) & 0x8080_8080_8080_8080 == 0
    }
}
