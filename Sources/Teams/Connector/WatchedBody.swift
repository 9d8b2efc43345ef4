import NIOCore
import Synchronization

/// A request's body that remembers whether it was asked for.
///
/// The client asks for it when it has a connection and begins to write. Before that nothing can have been delivered,
/// whatever the error says; after it, anything can.
final class WatchedBody: AsyncSequence, Sendable {
    private let buffer: ByteBuffer
    private let asked = Mutex(false)

    init(_ bytes: [UInt8]) { buffer = ByteBuffer(bytes: bytes) }

    var length: Int64 { Int64(buffer.readableBytes) }
    var wasAskedFor: Bool { asked.withLock { $0 } }

    func makeAsyncIterator() -> Iterator { Iterator(body: self) }

    struct Iterator: AsyncIteratorProtocol {
        let body: WatchedBody
        private var isDone = false

        init(body: WatchedBody) { self.body = body }

        mutating func next() async -> ByteBuffer? {
            guard !isDone else { return nil }
            isDone = true
            body.asked.withLock { $0 = true }
            return body.buffer
        }
    }
}
