import Crypto
import Foundation
import SystemPackage

extension SHA256 {
    /// Reads a whole file.
    static func hash(of path: FilePath) throws -> (bytes: Int, hex: String) {
        let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
        return try file.closeAfter {
            var hash = SHA256()
            var buffer = [UInt8](repeating: 0, count: 1 << 20)
            var total = 0
            while case let count = try buffer.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
                buffer.withUnsafeBytes { hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
                total += count
            }
            return (total, hash.finalize().hex)
        }
    }
}

extension SHA256Digest {
    var hex: String { map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
}
