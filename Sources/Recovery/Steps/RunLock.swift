import Foundation
import Glibc
import SystemPackage

/// Keeps two runs apart that would change the same folder of backups, and tells the second who the first is.
///
/// It is a kernel lock on `.reva.lock` in the folder (an "open file description" lock, which can be asked about without
/// being taken): it ends with its process, however that ends. The file's content is the journal of the run that holds
/// it; a run that ended well empties it, so that content without a holder is the trace of a crash.
final class RunLock: Sendable {
    static let fileName = ".reva.lock"

    /// The journal of a run that did not end well.
    let remains: Journal?
    private let file: FileDescriptor

    /// Takes the lock, or fails at once.
    /// - Parameter name: another file for what may go on beside a run.
    /// - Throws: `RecoveryError` with the reason `.busy` when another run holds it.
    init(in folder: FilePath, named name: String = fileName) throws {
        do {
            file = try .open(
                folder.appending(name), .readWrite, options: [.create, .closeOnExec],
                permissions: [.ownerReadWrite])
        } catch let error as Errno {
            throw RecoveryError(
                "the folder \(folder) cannot be written to: \(error)", reason: error == .noSpace ? .noSpace : .failed,
                hints: ["check its owner and mode, or name another with --backups or REVA_BACKUPS"])
        }
        guard Self.lock(file, Self.setLock) == nil else {
            let holder = Journal(from: file)
            try? file.close()
            throw RecoveryError(
                "another run is at work in \(folder): \(holder?.description ?? "it has only just begun")",
                reason: .busy, hints: ["wait until it has ended: reva status shows its step"])
        }
        remains = Journal(from: file)
    }

    /// What is written in a folder's journal: what the run that holds the lock is doing, or what one left that ended
    /// badly. Nil when there is nothing. Keeps nobody from taking the lock.
    static func look(in folder: FilePath) -> (journal: Journal, isHeld: Bool)? {
        guard let file = try? FileDescriptor.open(folder.appending(fileName), .readOnly, options: [.closeOnExec]) else {
            return nil
        }
        defer { try? file.close() }
        let isHeld = lock(file, getLock) != nil
        return Journal(from: file).map { ($0, isHeld) }
    }

    /// Writes the journal so that it survives this process and this machine.
    func record(_ journal: Journal) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        let bytes = try encoder.encode(journal)
        try file.writeAll(toAbsoluteOffset: 0, bytes)
        guard ftruncate(file.rawValue, off_t(bytes.count)) == 0, fdatasync(file.rawValue) == 0 else {
            throw Errno(rawValue: errno)
        }
    }

    /// Says that the run ended in a known state: nothing is left to be cleaned up.
    func clear() {
        ftruncate(file.rawValue, 0)
    }

    /// `F_OFD_GETLK` and `F_OFD_SETLK` of Linux's fcntl.h, which Swift's import of it leaves out.
    private static let getLock: Int32 = 36
    private static let setLock: Int32 = 37

    /// Takes or gives up the lock of the whole file, or asks about it.
    /// - Returns: nil when it was free, or is ours now.
    private static func lock(_ file: FileDescriptor, _ command: Int32, type: Int32 = F_WRLCK) -> Errno? {
        var wish = Glibc.flock()
        wish.l_type = Int16(type)
        wish.l_whence = Int16(SEEK_SET)
        guard fcntl(file.rawValue, command, &wish) == 0 else { return Errno(rawValue: errno) }
        return command == getLock && wish.l_type != Int16(F_UNLCK) ? .wouldBlock : nil
    }

    /// Gives the lock up, whoever else still holds this object or, just forked, a copy of its descriptor.
    func release() {
        _ = Self.lock(file, Self.setLock, type: F_UNLCK)
    }

    deinit { try? file.close() }
}
