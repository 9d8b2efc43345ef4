#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif
import SystemPackage

/// A pipe whose end of file tells a child that this process is gone, however it went.
///
/// Both ends stay open here, so the farewell can be written without a broken pipe's signal when the child is gone.
struct Leash: Sendable {
    /// The child's standard input.
    let readEnd: FileDescriptor
    private let writeEnd: FileDescriptor

    init() throws {
        (readEnd, writeEnd) = try FileDescriptor.pipe()
        // A program that inherited the writing end would keep the child from noticing our death.
        for end in [readEnd, writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
    }

    /// For `sh -c`: runs a program that knows nothing of leashes, and ends it with this one.
    ///
    /// Every process here is waited for: the parent of an orphan may be a container's first process, which is the database
    /// server, and that takes a strange child's death by a signal for a crash of its own and restarts.
    static let script = """
        exec 3<&0
        "$@" </dev/null 3<&- & program=$!
        { read -r line <&3; kill "$program"; } >/dev/null 2>&1 & leash=$!
        wait "$program"; status=$?
        kill "$leash" 2>/dev/null; wait "$leash" 2>/dev/null
        exit "$status"
        """

    /// Tells the child to end; `release()` is still to come.
    func end() { _ = try? writeEnd.writeAll("done\n".utf8) }

    /// Tells the child that all is well and over; call it once.
    func release() {
        _ = try? writeEnd.writeAll("done\n".utf8)
        try? writeEnd.close()
        try? readEnd.close()
    }
}
