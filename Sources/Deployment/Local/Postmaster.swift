#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif
import SystemPackage

/// What a running server says of itself in `postmaster.pid`
/// (lines: process, data folder, start time, port, socket folder, addresses, shared memory key, state).
struct Postmaster: Sendable, Hashable {
    let processID: pid_t
    let dataFolder: FilePath
    /// True once it takes connections (since PostgreSQL 10 the eighth line says `ready` or `standby` then).
    let isReady: Bool

    /// nil when there is no such file, or when it is not whole yet: the server writes it in several steps.
    static func recorded(in dataFolder: FilePath) -> Postmaster? {
        guard let data = FileManager.default.contents(atPath: dataFolder.appending("postmaster.pid").string) else {
            return nil
        }
        return Postmaster(fileContent: String(decoding: data, as: UTF8.self))
    }

    init?(fileContent: String) {
        let lines = fileContent.split(separator: "\n", omittingEmptySubsequences: false)
        // A negative number marks a single-user server.
        guard lines.count >= 2, let number = pid_t(lines[0]), number != 0, number != pid_t.min, !lines[1].isEmpty
        else { return nil }
        processID = abs(number)
        dataFolder = FilePath(String(lines[1]))
        let state = lines.count > 7 ? lines[7].prefix { $0 != " " } : ""
        isReady = state == "ready" || state == "standby"
    }

    /// Whether that process still lives and really is a PostgreSQL on that folder: after a crash the number may
    /// belong to any other process. A server works in its data folder, so its working folder tells.
    func isRunning(on folder: FilePath) -> Bool {
        guard kill(processID, 0) == 0 || errno == EPERM else { return false }
        let process = FilePath("/proc/\(processID)")
        guard
            let program = try? FileManager.default.destinationOfSymbolicLink(
                atPath: process.appending("exe").string),
            let working = try? FileManager.default.destinationOfSymbolicLink(
                atPath: process.appending("cwd").string)
        else { return false }
        // The kernel appends " (deleted)" when the program was upgraded meanwhile.
        guard let name = FilePath(program).lastComponent?.string, name.hasPrefix("postgres") else { return false }
        return Self.resolved(FilePath(working)) == Self.resolved(folder)
    }

    private static func resolved(_ path: FilePath) -> FilePath {
        guard let real = realpath(path.string, nil) else { return path }
        defer { free(real) }
        return FilePath(String(cString: real))
    }
}
