import Foundation
import Glibc
import SystemPackage

/// A turn at something that one process does at a time, by a kernel lock on a file: it ends with its process, however that
/// ends.
struct FileTurn: Sendable {
    private let file: FileDescriptor

    /// Waits until it is this process's turn.
    init(_ path: FilePath) throws {
        try self.init(path, waits: true)
    }

    /// Takes the turn, or nil at once when another process has it.
    init?(orNobody path: FilePath) throws {
        do {
            try self.init(path, waits: false)
        } catch Errno.wouldBlock {
            return nil
        }
    }

    private init(_ path: FilePath, waits: Bool) throws {
        file = try .open(path, .readWrite, options: [.create, .closeOnExec], permissions: [.ownerReadWrite])
        while flock(file.rawValue, waits ? LOCK_EX : LOCK_EX | LOCK_NB) != 0 {
            let error = Errno(rawValue: errno)
            if error == .interrupted { continue }
            try? file.close()
            throw error
        }
    }

    /// Gives it up; call it once.
    func end() {
        // Unlocked by name: a child just forked may hold a copy of the descriptor until it becomes its program.
        _ = flock(file.rawValue, LOCK_UN)
        try? file.close()
    }
}
