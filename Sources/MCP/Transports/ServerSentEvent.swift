/// An event of a `text/event-stream` (WHATWG HTML, section 9.2).
struct ServerSentEvent: Sendable, Hashable {
    /// Nil is `message`.
    var name: String?
    var data: String
    /// The last id of the stream so far.
    var id: String?

    /// The event as bytes of a stream, with one `data` line for each line of the data.
    var text: String {
        var text = ""
        if let name { text += "event: \(name)\n" }
        if let id { text += "id: \(id)\n" }
        for line in data.split(separator: "\n", omittingEmptySubsequences: false) { text += "data: \(line)\n" }
        return text + "\n"
    }

    /// A line that keeps a silent connection open and says nothing.
    static let comment = ":\n\n"
}
