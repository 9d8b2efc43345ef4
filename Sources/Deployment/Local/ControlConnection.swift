import Foundation
import Glibc
import SystemPackage

/// A connection to the control socket of a running `reva up`: one line asks, one line answers.
final class ControlConnection: Sendable {
    private let descriptor: FileDescriptor

    init(to path: FilePath) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.string.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw DeploymentError("the path of the control socket is too long: \(path)")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let raw = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(raw, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard connected == 0 else {
            let reason = Errno(rawValue: errno)
            close(raw)
            throw DeploymentError("nobody answers at \(path): \(reason)", hints: ["reva up"], isUnreachable: true)
        }
        descriptor = FileDescriptor(rawValue: raw)
    }

    /// - Throws: `DeploymentError` when the answer is another one, with that answer.
    func ask(_ question: String, expecting expected: String) async throws {
        let descriptor = descriptor
        let answer: String = try await withCheckedThrowingContinuation { continuation in
            // Stopping waits for requests in flight, so this read may block for seconds.
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        try descriptor.writeAll("\(question)\n".utf8)
                        return try descriptor.readLine()
                    })
            }
        }
        guard answer == expected else {
            throw DeploymentError(
                answer.isEmpty
                    ? "the application ended while it was asked to \(question)"
                    : "the application cannot \(question): \(answer)")
        }
    }

    deinit { try? descriptor.close() }
}

extension FileDescriptor {
    fileprivate func readLine() throws -> String {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while try withUnsafeMutableBytes(of: &byte, { try read(into: $0) }) == 1, byte != UInt8(ascii: "\n") {
            line.append(byte)
        }
        return String(decoding: line, as: UTF8.self)
    }
}
