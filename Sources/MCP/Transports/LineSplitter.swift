/// Cuts bytes into lines, however they arrive. A carriage return before the end belongs to the end; empty lines are
/// left out.
struct LineSplitter {
    struct TooLong: Error, Sendable, Hashable {}

    private let limit: Int
    private var line: [UInt8] = []

    init(limit: Int) { self.limit = limit }

    /// The lines that these bytes complete.
    mutating func receive(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                if line.last == UInt8(ascii: "\r") { line.removeLast() }
                if !line.isEmpty { lines.append(line) }
                line.removeAll(keepingCapacity: true)
            } else {
                guard line.count < limit else { throw TooLong() }
                line.append(byte)
            }
        }
        return lines
    }
}
