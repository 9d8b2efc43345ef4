/// One event of a stream.
struct ServerSentEvent: Hashable {
    /// "message" where the stream names none.
    var name: String
    var data: [UInt8]
}

/// Puts the lines of a `text/event-stream` together to events, as the HTML standard says ("Server-sent events",
/// interpreting an event stream). `id` and `retry` are passed over: an answer cannot be taken up again.
struct ServerSentEvents {
    /// The most data of one event, in bytes.
    let limit: Int
    private var name = ""
    private var data: [UInt8] = []
    private var hasData = false
    private var isFirstLine = true

    init(limit: Int) { self.limit = limit }

    /// The event that ends with this line, if one does.
    mutating func take(_ line: ArraySlice<UInt8>) throws(LineTooLong) -> ServerSentEvent? {
        var line = line
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        }
        guard !line.isEmpty else { return dispatch() }
        let colon = line.firstIndex(of: UInt8(ascii: ":"))
        let field = line[..<(colon ?? line.endIndex)]
        var value = colon.map { line[($0 + 1)...] } ?? []
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        switch String(decoding: field, as: UTF8.self) {
        case "data":
            if hasData { data.append(UInt8(ascii: "\n")) }
            hasData = true
            data.append(contentsOf: value)
            if data.count > limit { throw LineTooLong() }
        case "event":
            name = String(decoding: value, as: UTF8.self)
        case "error":
            // No field of the standard: llama.cpp's server, up to 2025, says so that it failed.
            name = "error"
            hasData = true
            data = Array(value)
        default:
            break
        }
        return nil
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            name = ""
            data = []
            hasData = false
        }
        return hasData ? ServerSentEvent(name: name.isEmpty ? "message" : name, data: data) : nil
    }
}
