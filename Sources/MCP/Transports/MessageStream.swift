import NIOCore
import NIOPosix

/// Messages over a pair of descriptors, one a line: the transport that the protocol calls stdio.
struct MessageStream: Sendable {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// What can be sent to, from any task: a message is never torn apart by another.
    struct Writer: Sendable {
        fileprivate let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>

        func send(_ message: Message) async throws {
            try await outbound.write(ByteBuffer(bytes: message.json.bytes + [UInt8(ascii: "\n")]))
        }

        /// The other side sees the end.
        func finish() { outbound.finish() }
    }

    /// Takes both descriptors over, unless it throws: pipes, sockets or terminals, no files.
    init(input: CInt, output: CInt) async throws {
        channel = try await NIOPipeBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .takingOwnershipOfDescriptors(input: input, output: output) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel(
                        wrappingChannelSynchronously: channel,
                        configuration: NIOAsyncChannel.Configuration(isOutboundHalfClosureEnabled: true))
                }
            }
    }

    /// Runs `body` with all lines as they come; both descriptors are closed afterwards.
    func run<Value: Sendable>(
        _ body: (NIOAsyncChannelInboundStream<ByteBuffer>, Writer) async throws -> Value
    ) async throws -> Value {
        try await channel.executeThenClose { inbound, outbound in
            try await body(inbound, Writer(outbound: outbound))
        }
    }
}
