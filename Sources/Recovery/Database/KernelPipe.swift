import Foundation
import Glibc
import SystemPackage

/// A kernel pipe of which one end goes to a program.
///
/// Both ends close on exec: a second program that inherited a write end would keep the first one's reader waiting for
/// ever. (Subprocess closes what it does not hand over as well; this holds for whatever else starts a program.)
struct KernelPipe {
    let readEnd: FileDescriptor
    let writeEnd: FileDescriptor

    /// 1 MiB instead of Linux's 64 KiB, so that the two sides wait less for each other.
    static let capacity: Int32 = 1 << 20
    /// `F_SETPIPE_SZ` of Linux's fcntl.h, which Swift's import of it leaves out.
    private static let setCapacity: Int32 = 1031

    init() throws {
        (readEnd, writeEnd) = try FileDescriptor.pipe()
        _ = fcntl(readEnd.rawValue, F_SETFD, FD_CLOEXEC)
        _ = fcntl(writeEnd.rawValue, F_SETFD, FD_CLOEXEC)
        // Only a wish: an unprivileged user with many pipes may be refused.
        _ = fcntl(writeEnd.rawValue, Self.setCapacity, Self.capacity)
    }
}

/// Runs blocking work on a thread of its own, so that the few threads of Swift's concurrency stay free for what must
/// always answer: progress, cancellation, the other streams.
///
/// Not on a dispatch queue: those share a few threads as well, and Subprocess needs them to close a program's pipes. Two
/// readers that blocked them both on a machine with two processors waited for nothing until the dispatcher noticed,
/// 0.8 s later.
func offload<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
    }
}
