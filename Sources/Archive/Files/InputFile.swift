import Glibc

/// A file that is read at any place by any thread.
final class InputFile: Sendable {
    let path: String
    /// When it was opened.
    let bytes: Int
    private let descriptor: Int32

    init(_ path: String) throws {
        self.path = path
        do throws(Errno) {
            descriptor = Int32(try SystemCall.retrying { Int(open(path, O_RDONLY | O_CLOEXEC)) })
        } catch {
            throw ArchiveError(
                .fileSystem, "unable to open \(path): \(error.text)",
                hints: ["`reva list` shows the backups there are."])
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw ArchiveError(.fileSystem, "unable to read \(path): it is not a file")
        }
        bytes = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// The file's name without its folders, for messages.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// Fills `block` with `count` bytes from `offset`. Throws `.cutShort` if the file has not as many (any more).
    func read(_ count: Int, at offset: Int, into block: Block) throws {
        precondition(count <= block.capacity, "a read beyond its block")
        block.count = try read(at: offset, UnsafeMutableRawBufferPointer(start: block.base, count: count))
        guard block.count == count else { throw ArchiveError.cutShort("\(name) ends before byte \(offset + count)") }
    }

    /// Fewer bytes only where the file ends.
    func read(at offset: Int, count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = try read(at: offset, UnsafeMutableRawBufferPointer(buffer))
        }
    }

    /// How many bytes there were, fewer only where the file ends.
    func read(at offset: Int, _ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var done = 0
        do throws(Errno) {
            while done < buffer.count {
                let start = done
                let count = try SystemCall.retrying {
                    pread(descriptor, buffer.baseAddress! + start, buffer.count - start, off_t(offset + start))
                }
                if count == 0 { break }
                done += count
            }
        } catch {
            throw ArchiveError(
                .fileSystem, "unable to read \(path): \(error.text)",
                hints: ["The disk may be failing: copy what can still be read. \(ArchiveError.newestProven)"])
        }
        return done
    }
}
