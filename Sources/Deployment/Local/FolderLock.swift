#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif
import SystemPackage

/// Holds a folder for this process, by a kernel lock on a file in it: it ends with the process, however that dies.
struct FolderLock: ~Copyable {
    private let descriptor: CInt

    /// Takes the lock, or says which process has it.
    init(_ file: FilePath) throws(PostgresServerError) {
        let descriptor = open(file.string, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw PostgresServerError(
                .folderUnusable, "\(file) cannot be opened: \(Errno(rawValue: errno))",
                hints: ["check the owner and the mode of \(file.removingLastComponent())"])
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.text(of: descriptor)
            close(descriptor)
            let process = holder.isEmpty ? "another process" : "process \(holder)"
            throw PostgresServerError(
                .folderInUse,
                "the database folder \(file.removingLastComponent()) is in use by \(process)",
                hints: [
                    "connect to the server that runs there, or stop it first",
                    "choose another folder for a second server",
                ])
        }
        self.descriptor = descriptor
        ftruncate(descriptor, 0)
        let pid = Array(String(getpid()).utf8)
        pwrite(descriptor, pid, pid.count, 0)
    }

    deinit {
        // The file stays: removing it would let two processes hold locks on two files of one name.
        // Unlocked by name: a child just forked may hold a copy of the descriptor until it becomes its program.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private static func text(of descriptor: CInt) -> String {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return "" }
        return String(decoding: bytes[..<count].filter { $0 >= 0x30 && $0 <= 0x39 }, as: UTF8.self)
    }
}
