import JSONValues

/// A way to a server. What belongs to no request of ours, or comes before its response, goes to the receiver.
protocol Transport: Sendable {
    typealias Receiver = @Sendable (Message) async -> Void

    /// Sends a request and waits for its response, without limit of time. Cancelling ends the waiting, and over HTTP
    /// the connection.
    /// - Parameter resumes: a stream that ends early is taken up again where the server offers that (legacy).
    /// - Throws: `MCPError`, or `CancellationError`.
    func send(_ request: Message.Request, headers: HeaderList, resumes: Bool) async throws -> Reply

    /// Sends what has no answer: a notification, or a response of ours.
    func post(_ message: Message, headers: HeaderList) async throws

    /// Ends the session's own stream of notifications when it ends; throws `.status(405)` where there is none.
    func listen(headers: HeaderList) async throws

    /// Returns when the other side is gone for good; over HTTP never, but when the task is cancelled.
    func waitUntilGone() async

    /// Says goodbye to a session; no error if nobody listens.
    func endSession(headers: HeaderList) async

    /// Ends everything; what waits throws `.lost`.
    func close() async
}

typealias HeaderList = [(name: String, value: String)]

struct Reply: Sendable {
    var response: Message.Response
    var sessionID: String?
}

/// What a server may send.
package struct TransportLimits: Sendable {
    /// Bytes of a body, and of a line over standard streams.
    package var body: Int
    /// Bytes of a line of an event stream.
    package var eventLine: Int
    /// Bytes of all events that belong to one request.
    package var stream: Int
    package var depth: Int

    package init(body: Int = 4 << 20, eventLine: Int = 1 << 20, stream: Int = 16 << 20, depth: Int = 64) {
        self.body = body
        self.eventLine = eventLine
        self.stream = stream
        self.depth = depth
    }

    var json: JSON.Limits { JSON.Limits(size: body, depth: depth) }
}
