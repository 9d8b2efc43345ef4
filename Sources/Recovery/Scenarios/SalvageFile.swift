import Foundation
import SystemPackage

/// The script that what could be saved is written to; what turns out bad is taken out of it again.
struct SalvageFile: Sendable {
    let path: FilePath

    /// Makes it, empty, in a folder; only its owner may read it.
    init(in folder: FilePath, at now: Date = Date()) throws {
        path = folder.appending("salvaged_\(DateFormatter.nameTime("_").string(from: now)).sql")
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: [.ownerReadWrite])
        try file.close()
    }

    /// For a program to write to: it is closed by whoever it is handed to.
    func end() throws -> FileDescriptor {
        try .open(path, .writeOnly, options: [.append, .closeOnExec])
    }

    func append(_ bytes: some Sequence<UInt8>) throws {
        let file = try end()
        try file.closeAfter { _ = try file.writeAll(bytes) }
    }

    var size: Int64 {
        get throws {
            let file = try end()
            return try file.closeAfter { try file.seek(offset: 0, from: .end) }
        }
    }

    /// Forgets what was written behind a place.
    func cut(to size: Int64) throws {
        guard truncate(path.string, off_t(size)) == 0 else { throw Errno(rawValue: errno) }
    }

    /// How many lines were written behind a place.
    func lines(since place: Int64) throws -> Int {
        let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
        return try file.closeAfter {
            var count = 0
            var offset = place
            var buffer = [UInt8](repeating: 0, count: 256 << 10)
            while case let read = try buffer.withUnsafeMutableBytes({
                try file.read(fromAbsoluteOffset: offset, into: $0)
            }),
                read > 0
            {
                count += buffer[..<read].count { $0 == UInt8(ascii: "\n") }
                offset += Int64(read)
            }
            return count
        }
    }

    /// What is written is on the disk when it returns.
    func sync() throws {
        let file = try end()
        try file.closeAfter { guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) } }
    }

    func remove() { try? FileManager.default.removeItem(atPath: path.string) }
}
