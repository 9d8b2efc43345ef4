import CLinux
import Glibc

/// A new file that is written from its start to its end, and removed unless it is published.
// Sendable: the descriptor never changes but to be closed; writers take turns (see OrderedPipeline).
final class OutputFile: Sendable {
    let path: String
    private let directory: String
    /// What a message calls it.
    private let title: String
    private let faults: FaultPlan
    private let state: Monitor<State>

    private struct State {
        var descriptor: Int32?
        var bytes = 0
    }

    /// Makes the file, readable by its owner only. It must not exist yet.
    init(directory: String, name: String, title: String, faults: FaultPlan) throws {
        path = directory + "/" + name
        (self.directory, self.title, self.faults) = (directory, title, faults)
        do {
            if let code = faults.errno(.open, 0) { throw Errno(code: code) }
            let flags = O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW
            let descriptor = try SystemCall.retrying { [path] in Int(Glibc.open(path, flags, 0o600)) }
            state = Monitor(State(descriptor: Int32(descriptor)))
        } catch let error as Errno {
            throw ArchiveError.failed("unable to create \(title)", in: directory, error)
        }
    }

    deinit { remove() }

    /// How many bytes have been written.
    var bytes: Int { state.read { $0.bytes } }

    func write(_ piece: UnsafeRawBufferPointer) throws {
        try reporting("write") { descriptor, state throws(Errno) in
            var rest = piece
            while let start = rest.baseAddress, !rest.isEmpty {
                if let code = faults.errno(.write, state.bytes) { throw Errno(code: code) }
                let count = rest.count
                let written = try SystemCall.retrying { Glibc.write(descriptor, start, count) }
                state.bytes += written
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }

    /// Appends all of another file, inside of the kernel where it can, and gives the place where it begins here.
    func append(_ other: OutputFile) throws -> Int {
        let (source, length) = other.state.read { ($0.descriptor ?? -1, $0.bytes) }
        return try reporting("write") { descriptor, state throws(Errno) in
            let start = state.bytes
            var offset: off_t = 0
            var viaKernel = true
            while Int(offset) < length {
                if let code = faults.errno(.copy, state.bytes) { throw Errno(code: code) }
                let left = length - Int(offset)
                var copied: Int
                do throws(Errno) {
                    copied =
                        viaKernel
                        ? try SystemCall.retrying { copy_file_range(source, &offset, descriptor, nil, left, 0) }
                        : try Self.copyPiece(source, &offset, descriptor, left)
                } catch {
                    guard viaKernel, [EXDEV, EINVAL, ENOSYS, EOPNOTSUPP, EPERM].contains(error.code) else {
                        throw error
                    }
                    viaKernel = false
                    continue
                }
                if copied == 0, viaKernel {
                    viaKernel = false
                    continue
                }
                if copied == 0 { throw Errno(code: EIO) }
                state.bytes += copied
                copied = 0
            }
            return start
        }
    }

    private static func copyPiece(
        _ source: Int32, _ offset: inout off_t, _ descriptor: Int32, _ left: Int
    ) throws(Errno) -> Int {
        var buffer = [UInt8](repeating: 0, count: min(left, 1 << 18))
        let place = offset
        let count = try SystemCall.retrying { pread(source, &buffer, buffer.count, place) }
        var done = 0
        while done < count {
            let piece = buffer[done..<count]
            done += try SystemCall.retrying {
                piece.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            }
        }
        offset += off_t(count)
        return count
    }

    /// Everything is on the disk when it returns.
    func sync() throws {
        try reporting("write") { descriptor, _ throws(Errno) in
            if let code = faults.errno(.sync, 0) { throw Errno(code: code) }
            _ = try SystemCall.retrying { Int(fsync(descriptor)) }
        }
    }

    /// Gives the file its final name, and makes the folder remember it.
    ///
    /// - Returns: false, with nothing changed, if the name is in use. It is never overwritten.
    func publish(as name: String) throws -> Bool {
        let destination = directory + "/" + name
        let isNew = try reporting("publish") { _, _ throws(Errno) in
            if let code = faults.errno(.publish, 0) { throw Errno(code: code) }
            return try Self.renameToNew(path, destination)
        }
        guard isNew else { return false }
        do {
            try reporting("publish") { _, _ throws(Errno) in
                if let code = faults.errno(.syncFolder, 0) { throw Errno(code: code) }
                try Folder.sync(directory)
            }
        } catch {
            // A name that a crash may take away again is no backup: nobody shall count on it.
            unlink(destination)
            throw error
        }
        close()
        return true
    }

    private static func renameToNew(_ path: String, _ destination: String) throws(Errno) -> Bool {
        if renameat2(AT_FDCWD, path, AT_FDCWD, destination, 1 /* RENAME_NOREPLACE */) == 0 { return true }
        if errno == EEXIST { return false }
        guard errno == EINVAL || errno == ENOSYS else { throw Errno(code: errno) }
        // Network file systems know only this way.
        if link(path, destination) == 0 {
            unlink(path)
            return true
        }
        if errno == EEXIST { return false }
        throw Errno(code: errno)
    }

    /// Takes the file away, if it is not published. May be called again.
    func remove() {
        if close() { unlink(path) }
    }

    @discardableResult
    private func close() -> Bool {
        state.change { state in
            guard let descriptor = state.descriptor else { return false }
            Glibc.close(descriptor)
            state.descriptor = nil
            return true
        }
    }

    private func reporting<Result>(
        _ verb: String, _ body: (Int32, inout State) throws(Errno) -> Result
    ) throws -> Result {
        do {
            return try state.change { state in
                guard let descriptor = state.descriptor else { throw Errno(code: EBADF) }
                return try body(descriptor, &state)
            }
        } catch let error as Errno {
            throw ArchiveError.failed("unable to \(verb) \(title)", in: directory, error)
        }
    }
}
