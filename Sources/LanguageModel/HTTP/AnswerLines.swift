import AsyncHTTPClient
import NIOCore

/// The lines of an answer as they come; empty ones too.
struct AnswerLines {
    private let endpoint: Endpoint
    private let subject: String
    private var chunks: HTTPClientResponse.Body.AsyncIterator
    private var splitter: LineSplitter
    private var hasEnded = false

    /// The longest line accepted, in bytes.
    static let limit = 4 << 20

    init(of body: HTTPClientResponse.Body, endpoint: Endpoint, about subject: String) {
        self.endpoint = endpoint
        self.subject = subject
        chunks = body.makeAsyncIterator()
        splitter = LineSplitter(limit: Self.limit)
    }

    /// Nil at the end. A last line without line end counts.
    mutating func next() async throws -> ArraySlice<UInt8>? {
        while !hasEnded {
            if let line = try line() { return line }
            if let chunk = try await chunk() {
                splitter.append(chunk.readableBytesView)
            } else {
                hasEnded = true
                // The client ends a body quietly when its task is cancelled.
                try Task.checkCancellation()
                return splitter.finish()
            }
        }
        return nil
    }

    private mutating func line() throws -> ArraySlice<UInt8>? {
        do { return try splitter.next() } catch { throw endpoint.tooLong(subject) }
    }

    private mutating func chunk() async throws -> ByteBuffer? {
        do { return try await chunks.next() } catch { throw endpoint.cut(subject) }
    }
}
