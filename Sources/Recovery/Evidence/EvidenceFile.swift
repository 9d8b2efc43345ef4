import Foundation
import Glibc
import SystemPackage

/// The log's file, held open and locked: nobody else writes to it as long as this object lives.
final class EvidenceFile {
    private let path: FilePath
    private let file: FileDescriptor
    private var end: Int64

    /// Opens the log for writing, makes it where there is none, and waits for whoever else writes to it.
    init(at path: FilePath) throws {
        self.path = path
        try FileManager.default.createDirectory(
            atPath: path.removingLastComponent().string, withIntermediateDirectories: true)
        file = try .open(
            path, .readWrite, options: [.create, .closeOnExec], permissions: [.ownerReadWrite, .groupRead])
        do {
            while flock(file.rawValue, LOCK_EX) != 0 {
                guard errno == EINTR else { throw Errno(rawValue: errno) }
            }
            end = try file.seek(offset: 0, from: .end)
        } catch {
            try? file.close()
            throw error
        }
    }

    // With it goes the lock.
    deinit { try? file.close() }

    /// Takes a last line that has no end out of the log, into a file beside it: whoever wrote it was killed.
    /// - Returns: that file; nil when there was no such line.
    func setTornLineAside() throws -> FilePath? {
        guard end > 0 else { return nil }
        let start = try startOfLastLine(before: end)
        guard try read(from: end - 1, count: 1) != Data("\n".utf8) else { return nil }
        let aside = FilePath("\(path.string).torn-\(UUID().uuidString.prefix(8))")
        try read(from: start, count: Int(end - start)).write(to: URL(filePath: aside.string), options: .atomic)
        guard ftruncate(file.rawValue, off_t(start)) == 0 else { throw Errno(rawValue: errno) }
        end = start
        return aside
    }

    /// The last whole line without its end; nil in an empty log.
    func lastLine() throws -> Data? {
        guard end > 0 else { return nil }
        let start = try startOfLastLine(before: end - 1)
        return try read(from: start, count: Int(end - 1 - start))
    }

    /// How many whole lines there are.
    func lines() throws -> Int {
        var count = 0
        var place: Int64 = 0
        while place < end {
            let piece = try read(from: place, count: Int(min(end - place, 1 << 20)))
            count += piece.count { $0 == UInt8(ascii: "\n") }
            place += Int64(piece.count)
        }
        return count
    }

    /// Adds a line; it is on disk when this returns. What fails leaves the log as it was, or a torn line.
    func append(_ line: Data) throws {
        let bytes = line + Data("\n".utf8)
        do {
            try file.writeAll(toAbsoluteOffset: end, bytes)
            guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            ftruncate(file.rawValue, off_t(end))
            throw error
        }
        if end == 0 { syncFolder() }
        end += Int64(bytes.count)
    }

    /// A new file's name is on disk when its folder is.
    private func syncFolder() {
        guard let folder = try? FileDescriptor.open(path.removingLastComponent(), .readOnly, options: [.closeOnExec])
        else { return }
        fsync(folder.rawValue)
        try? folder.close()
    }

    /// Where the line begins whose last byte is before `place`.
    private func startOfLastLine(before place: Int64) throws -> Int64 {
        var rest = place
        while rest > 0 {
            let count = min(rest, 64 << 10)
            let piece = try read(from: rest - count, count: Int(count))
            if let index = piece.lastIndex(of: UInt8(ascii: "\n")) {
                return rest - count + Int64(index - piece.startIndex) + 1
            }
            rest -= count
        }
        return 0
    }

    private func read(from place: Int64, count: Int) throws -> Data {
        var bytes = Data(count: count)
        var done = 0
        while done < count {
            let read = try bytes.withUnsafeMutableBytes { buffer in
                try file.read(
                    fromAbsoluteOffset: place + Int64(done),
                    into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
            }
            guard read > 0 else { throw Errno.ioError }
            done += read
        }
        return bytes
    }
}
