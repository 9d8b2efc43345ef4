/// Cuts bytes, however they arrive, into lines. CR, LF and CRLF each end a line, as server-sent events have it; a line of
/// JSON has neither in it.
///
/// Lines are bytes: a character may be split between two reads, and is whole again only in its line.
struct LineSplitter {
    /// The longest line accepted, in bytes.
    let limit: Int
    private var bytes: [UInt8] = []
    /// Where the first line not yet returned begins, and how far it is known to have no end.
    private var start = 0
    private var scanned = 0
    private var skipsLineFeed = false

    init(limit: Int) { self.limit = limit }

    mutating func append(_ more: some Collection<UInt8>) {
        bytes.removeFirst(start)
        scanned -= start
        start = 0
        bytes.append(contentsOf: more)
    }

    /// The next whole line without its end; nil where more bytes are needed.
    mutating func next() throws(LineTooLong) -> ArraySlice<UInt8>? {
        if skipsLineFeed, start < bytes.count {
            if bytes[start] == UInt8(ascii: "\n") { start += 1 }
            scanned = max(scanned, start)
            skipsLineFeed = false
        }
        while scanned < bytes.count {
            let byte = bytes[scanned]
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                let line = bytes[start..<scanned]
                scanned += 1
                start = scanned
                skipsLineFeed = byte == UInt8(ascii: "\r")
                if line.count > limit { throw LineTooLong() }
                return line
            }
            scanned += 1
        }
        if scanned - start > limit { throw LineTooLong() }
        return nil
    }

    /// What came after the last line end, once no more comes; nil where that is nothing.
    mutating func finish() -> ArraySlice<UInt8>? {
        defer {
            start = bytes.count
            scanned = start
        }
        return start < bytes.count ? bytes[start...] : nil
    }
}

struct LineTooLong: Error, Hashable {}
