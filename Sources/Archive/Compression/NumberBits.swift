/// Writes tokens as bits. Its owner sees to it that there is room: 2 bytes for each byte of text are always enough, and
/// 8 behind them, which are written but not used.
struct NumberBits: NumberTokenSink {
    /// What a table holds for each symbol: its code, and above 32 bits the code's length.
    typealias Entry = UInt64

    private var waiting: UInt64 = 0
    /// Fewer than 8 between calls.
    private var waitingBits: UInt64 = 0
    private(set) var output: UnsafeMutableRawPointer
    private let symbols: UnsafePointer<Entry>
    private let distances: UnsafePointer<Entry>
    /// Two bytes below 128 at a time; a byte 0 has no bits.
    private let pairs: UnsafePointer<Entry>

    init(
        output: UnsafeMutableRawPointer, symbols: UnsafePointer<Entry>, distances: UnsafePointer<Entry>,
        pairs: UnsafePointer<Entry>
    ) {
        (self.output, self.symbols, self.distances, self.pairs) = (output, symbols, distances, pairs)
    }

    /// - Parameter count: at most 56.
    @inline(__always)
    mutating func put(_ bits: UInt64, _ count: UInt64) {
        waiting |= bits &<< waitingBits
        waitingBits &+= count
        output.storeBytes(of: waiting.littleEndian, as: UInt64.self)
        output += Int(waitingBits &>> 3)
        waiting &>>= waitingBits & ~7
        waitingBits &= 7
    }

    @inline(__always)
    private mutating func put(_ entry: Entry) { put(entry & 0xffff_ffff, entry &>> 32) }

    @inline(__always)
    mutating func literals(_ bytes: UInt64) {
        let first = pairs[Int(bytes & 0xffff)]
        let second = pairs[Int(bytes &>> 16 & 0xffff)]
        let third = pairs[Int(bytes &>> 32 & 0xffff)]
        let fourth = pairs[Int(bytes &>> 48)]
        let (half, rest) = ((first &+ second) &>> 32, (third &+ fourth) &>> 32)
        if half &+ rest <= 56 {
            let low = first & 0xffff_ffff | (second & 0xffff_ffff) &<< (first &>> 32)
            let high = third & 0xffff_ffff | (fourth & 0xffff_ffff) &<< (third &>> 32)
            put(low | high &<< half, half &+ rest)
        } else {
            put(first)
            put(second)
            put(third)
            put(fourth)
        }
    }

    @inline(__always)
    mutating func literal(_ byte: UInt8) { put(symbols[Int(byte)]) }

    @inline(__always)
    mutating func match(length: Int, distance: Int) {
        let (symbol, place) = (symbols[254 &+ length], DeflateDistance(distance))
        let far = distances[place.symbol]
        let code = far & 0xffff_ffff | place.more &<< (far &>> 32)
        let symbolBits = symbol &>> 32
        put(
            symbol & 0xffff_ffff | code &<< symbolBits,
            symbolBits &+ (far &>> 32) &+ UInt64(truncatingIfNeeded: place.moreBits))
    }

    mutating func end() {
        put(symbols[256])
        if waitingBits > 0 { put(0, 8 - waitingBits) }
    }
}
