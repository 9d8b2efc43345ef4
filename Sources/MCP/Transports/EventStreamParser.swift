/// Cuts the bytes of a `text/event-stream` into events, however they arrive.
struct EventStreamParser {
    struct TooLong: Error, Sendable, Hashable {}

    /// Bytes of one line, and of the data of one event.
    private let limit: Int
    private var line: [UInt8] = []
    private var skipsLineFeed = false
    private var isFirstLine = true
    private var name: String?
    private var data: [UInt8]?
    /// The id that the next stream may be told to go on after.
    private(set) var lastEventID: String?
    /// How long to wait before reconnecting, in milliseconds, where the server said so.
    private(set) var retry: Int?

    init(limit: Int) { self.limit = limit }

    /// A parser for the stream that takes this one up again: it knows the last id and the time to wait.
    func next() -> EventStreamParser {
        var parser = EventStreamParser(limit: limit)
        (parser.lastEventID, parser.retry) = (lastEventID, retry)
        return parser
    }

    /// The events that these bytes complete.
    mutating func receive(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            if skipsLineFeed {
                skipsLineFeed = false
                if byte == UInt8(ascii: "\n") { continue }
            }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                skipsLineFeed = byte == UInt8(ascii: "\r")
                if let event = try endLine() { events.append(event) }
            } else {
                guard line.count < limit else { throw TooLong() }
                line.append(byte)
            }
        }
        return events
    }

    private mutating func endLine() throws(TooLong) -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        guard !line.isEmpty else { return endEvent() }
        let colon = line.firstIndex(of: UInt8(ascii: ":"))
        var value = colon.map { line[($0 + 1)...] } ?? []
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        switch String(decoding: line[..<(colon ?? line.endIndex)], as: UTF8.self) {
        case "data":
            guard (data?.count ?? 0) + value.count < limit else { throw TooLong() }
            if data == nil { data = Array(value) } else { data? += [UInt8(ascii: "\n")] + value }
        case "event": name = String(decoding: value, as: UTF8.self)
        case "id": if !value.contains(0) { lastEventID = String(decoding: value, as: UTF8.self) }
        case "retry":
            if value.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
                retry = Int(String(decoding: value, as: UTF8.self))
            }
        default: break
        }
        return nil
    }

    private mutating func endEvent() -> ServerSentEvent? {
        defer { (name, data) = (nil, nil) }
        guard let data else { return nil }
        return ServerSentEvent(
            name: name.flatMap { $0.isEmpty ? nil : $0 }, data: String(decoding: data, as: UTF8.self), id: lastEventID)
    }
}
