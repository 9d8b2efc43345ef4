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

    /// Tells the child that all is well and over; call it once.
    func release() {
        _ = try? writeEnd.writeAll("done\n".utf8)
        try? writeEnd.close()
        try? readEnd.close()
    }
}
