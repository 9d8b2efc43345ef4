import Glibc

/// What a test may make fail; nothing fails by it otherwise.
struct FaultPlan: Sendable {
    enum Step: Sendable { case open, write, copy, sync, publish, syncFolder }

    /// The errno that the step is to fail with, nil for none. `bytes` have been written by this writer so far.
    var errno: @Sendable (_ step: Step, _ bytes: Int) -> Int32?

    static let none = FaultPlan { _, _ in nil }
}

enum SystemCall {
    /// Calls again when a signal came in between. Throws the errno.
    static func retrying(_ call: () -> Int) throws(Errno) -> Int {
        while true {
            let result = call()
            if result >= 0 { return result }
            if errno != EINTR { throw Errno(code: errno) }
        }
    }
}

struct Errno: Error, Equatable {
    let code: Int32

    var text: String { String(cString: strerror(code)).lowercased() }
}

extension ArchiveError {
    /// - Parameter action: "unable to write reva_….sql.gz"
    static func failed(_ action: String, in directory: String, _ error: Errno) -> ArchiveError {
        switch error.code {
        case ENOSPC, EDQUOT:
            ArchiveError(
                .noSpace, "\(action): no space is left in \(directory)",
                hints: [
                    "Free some space there, then try again; nothing was left behind.",
                    "`reva prune --dry-run` shows what may be removed.",
                ])
        case EIO:
            ArchiveError(
                .fileSystem, "\(action): the disk under \(directory) reports an error",
                hints: ["Look into the kernel's log (`dmesg`), and back up to another disk."])
        case EACCES, EPERM, EROFS:
            ArchiveError(
                .fileSystem, "\(action): \(directory) may not be written to (\(error.text))",
                hints: ["Run it as the user who owns the folder, or give another folder."])
        case ENOENT, ENOTDIR:
            ArchiveError(
                .fileSystem, "\(action): \(directory) does not exist",
                hints: ["Create the folder, or give another one."])
        default:
            ArchiveError(.fileSystem, "\(action): \(error.text) (in \(directory))")
        }
    }
}
