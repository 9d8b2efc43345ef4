import Foundation
import MCP

/// A free local port, and one connection to it.
struct Listener {
    let port: Int
    private let descriptor: CInt

    struct Failure: Error {}

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, size) == 0 && listen(descriptor, 1) == 0
                    && getsockname(descriptor, pointer, &size) == 0
            }
        }
        guard isBound else { throw Failure() }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    /// Serves the first who connects until they leave.
    func serve(_ server: MCPServer) async throws {
        let descriptor = descriptor
        let connection = await withCheckedContinuation { continuation in
            // Waiting for a connection blocks, so it has a thread of its own.
            Thread.detachNewThread { continuation.resume(returning: accept(descriptor, nil, nil)) }
        }
        close(descriptor)
        try await server.run(input: connection, output: dup(connection))
    }

    func release() { close(descriptor) }
}
