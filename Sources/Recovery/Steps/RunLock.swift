import Foundation
import Glibc
import SystemPackage

/// Keeps two runs apart that would change the same folder of backups, and tells the second who the first is.
///
/// It is a kernel lock (`flock`) on `.reva.lock` in the folder: it ends with its process, however that ends. The file's
/// content is the journal of the run that holds it; a run that ended well empties it, so that content without a holder
/// is the trace of a crash.
final class RunLock: Sendable {
    static let fileName = ".reva.lock"

    /// The journal of a run that did not end well.
    let remains: Journal?
    private let file: FileDescriptor

    /// Takes the lock, or fails at once.
    /// - Throws: `RecoveryError` with the reason `.busy` when another run holds it.
    init(in folder: FilePath) throws {
        do {
            file = try .open(
                folder.appending(Self.fileName), .readWrite, options: [.create, .closeOnExec],
                permissions: [.ownerReadWrite])
        } catch let error as Errno {
            throw RecoveryError(
                "the folder \(folder) cannot be written to: \(error)", reason: error == .noSpace ? .noSpace : .failed,
                hints: ["check its owner and mode, or name another with --backups or REVA_BACKUPS"])
        }
        guard flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Journal(from: file)
            try? file.close()
            throw RecoveryError(
                "another run is at work in \(folder): \(holder?.description ?? "it has only just begun")",
                reason: .busy, hints: ["wait until it has ended; reva status shows how far it is"])
        }
        remains = Journal(from: file)
    }

    /// What the run that holds the lock is doing; nil when none does. Takes nothing and waits for nobody.
    static func holder(in folder: FilePath) -> Journal? {
        guard let file = try? FileDescriptor.open(folder.appending(fileName), .readOnly, options: [.closeOnExec]) else {
            return nil
        }
        defer { try? file.close() }
        guard flock(file.rawValue, LOCK_SH | LOCK_NB) != 0 else { return nil }
        return Journal(from: file)
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

    deinit {
        // By name: a child just forked may hold a copy of the descriptor until it becomes its program.
        flock(file.rawValue, LOCK_UN)
        try? file.close()
    }
}
