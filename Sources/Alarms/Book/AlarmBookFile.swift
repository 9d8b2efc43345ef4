import Dispatch
import Foundation
import Glibc
import SystemPackage

/// The book on disk. Whoever has it open holds it alone: two runs that end at once tell everything once.
///
/// It is written in place, so that it can be written on a full disk too. What a crash leaves of it in the middle of that is
/// no book, and counts as an empty one: rather told twice than not at all.
final class AlarmBookFile: Sendable {
    private let file: FileDescriptor

    /// Waits until nobody else has it; whoever has it sends a few messages at most, each with a time limit.
    init(_ path: FilePath) async throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path.removingLastComponent().string, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            file = try .open(
                path, .readWrite, options: [.create, .closeOnExec], permissions: [.ownerReadWrite])
        } catch let error as Errno {
            throw AlarmError("\(path) cannot be opened: \(error)")
        }
        let descriptor = file.rawValue
        await withCheckedContinuation { continuation in
            // The wait blocks, so it is for a thread that nobody else needs.
            Thread.detachNewThread {
                while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
                continuation.resume()
            }
        }
    }

    func read() -> AlarmBook {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while let count = try? buffer.withUnsafeMutableBytes({
            try file.read(fromAbsoluteOffset: Int64(bytes.count), into: $0)
        }), count > 0 { bytes += buffer[..<count] }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        return (try? decoder.decode(AlarmBook.self, from: Data(bytes))) ?? AlarmBook()
    }

    func write(_ book: AlarmBook) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            let bytes = try encoder.encode(book)
            try file.writeAll(toAbsoluteOffset: 0, bytes)
            guard ftruncate(file.rawValue, off_t(bytes.count)) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            throw AlarmError("what was told cannot be written down, and is told again: \(error)")
        }
    }

    /// Lets the next one have it, whoever else still holds a copy of the descriptor.
    func release() { flock(file.rawValue, LOCK_UN) }

    deinit { try? file.close() }
}
