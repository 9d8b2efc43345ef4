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
import Subprocess
import SystemPackage

extension PostgresServer {
    /// Creates the data folder unless it is there already; `start()` does so too. A crash leaves no half of one
    /// under its final name.
    /// - Returns: Whether it was created now.
    @discardableResult
    package func initialize() async throws -> Bool {
        try prepareFolder()
        let hadLock = lock != nil
        try takeLock()
        // Unless the server runs, the folder is free for others again.
        defer { if !hadLock { releaseLock() } }
        return try await createDataFolder()
    }

    func takeLock() throws {
        if lock == nil { lock = try FolderLock(folder.appending("reva.lock")) }
    }

    func releaseLock() { lock = nil }

    /// Creates the folder and the one for the socket, and gives them to the account.
    func prepareFolder() throws {
        let isNew = !FileManager.default.fileExists(atPath: folder.string)
        // Its end removes the folder, so it must be one that held nothing of anybody's.
        guard isNew || !isThrowAway || hasOwnFolder else {
            throw PostgresServerError(
                .folderUnusable, "the folder \(folder) of a throw-away server is there already",
                hints: ["name one that does not exist yet"])
        }
        if isNew {
            hasOwnFolder = true
            try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        }
        try checkReach(of: folder)
        if isNew { try own(folder, mode: 0o700) }
        if !FileManager.default.fileExists(atPath: socketDirectory.string) {
            try FileManager.default.createDirectory(atPath: socketDirectory.string, withIntermediateDirectories: true)
            try own(socketDirectory, mode: 0o700)
        }
    }

    /// Creates the data folder when missing, else checks that it is one of this major version.
    func createDataFolder() async throws -> Bool {
        if FileManager.default.fileExists(atPath: dataFolder.string) {
            try checkVersion()
            return false
        }
        let unfinished = folder.appending("data.new")
        // What a crash in mid-way left.
        if FileManager.default.fileExists(atPath: unfinished.string) {
            try FileManager.default.removeItem(atPath: unfinished.string)
        }
        try FileManager.default.createDirectory(atPath: unfinished.string, withIntermediateDirectories: false)
        try own(unfinished, mode: 0o700)
        do {
            try await runInitdb(unfinished)
            let configuration = unfinished.appending("postgresql.conf")
            let line = "\n# Reva's own settings, which win over those above.\ninclude_if_exists = 'reva.conf'\n"
            let file = try FileDescriptor.open(configuration, .writeOnly, options: [.append, .closeOnExec])
            try file.closeAfter {
                try file.writeAll(line.utf8)
                if !isThrowAway { fsync(file.rawValue) }
            }
            guard rename(unfinished.string, dataFolder.string) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            try? FileManager.default.removeItem(atPath: unfinished.string)
            throw error
        }
        logger.info("created a database folder", metadata: ["folder": "\(dataFolder)"])
        return true
    }

    private func runInitdb(_ target: FilePath) async throws {
        var arguments = [
            "-D", target.string, "--username=\(superuser)", "--auth-local=trust", "--auth-host=reject",
            "--encoding=UTF8", "--locale=\(Self.locale)", "--data-checksums", "--no-instructions",
        ]
        if isThrowAway { arguments.append("--no-sync") }
        let (executable, all) = try command(installation.program("initdb").string, arguments)
        let result = try await run(
            executable, arguments: Arguments(all), environment: programEnvironment, workingDirectory: folder,
            output: .discarded, error: .string(limit: 65_536))
        guard result.terminationStatus.isSuccess else {
            let lines = result.standardError.split(separator: "\n").map(String.init)
            throw PostgresServerError(
                .initializationFailed, "initdb could not create \(dataFolder): \(result.terminationStatus)",
                hints: lines.suffix(4).map { "initdb said: \($0)" })
        }
    }

    /// A program of the server, as the account where we are root.
    nonisolated func command(
        _ program: String, _ arguments: [String]
    ) throws(PostgresServerError) -> (executable: Executable, arguments: [String]) {
        try account?.running(program, arguments) ?? (.path(FilePath(program)), arguments)
    }

    /// UTF-8 without a language's sort order, whose changes break indexes; plain C where the system lacks it.
    private static let locale: String = {
        guard let found = newlocale(LC_CTYPE_MASK | LC_COLLATE_MASK, "C.UTF-8", nil) else { return "C" }
        freelocale(found)
        return "C.UTF-8"
    }()

    /// Of ours the programs get nothing: PG… variables would redirect them, a language change their messages.
    nonisolated var programEnvironment: Environment {
        .custom(["PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LC_MESSAGES": "C", "TZ": "UTC"])
    }

    private func checkVersion() throws {
        let file = dataFolder.appending("PG_VERSION")
        guard let data = FileManager.default.contents(atPath: file.string) else {
            throw PostgresServerError(
                .folderUnusable, "\(dataFolder) is there, but is not a PostgreSQL data folder",
                hints: ["move it away, or choose another folder"])
        }
        let text = String(decoding: data, as: UTF8.self).filter { !$0.isWhitespace }
        guard text == "\(installation.version.major)" else {
            throw PostgresServerError(
                .otherMajorVersion,
                "\(dataFolder) was written by PostgreSQL \(text), and this is PostgreSQL \(installation.version)",
                hints: [
                    "name the bin folder of a PostgreSQL \(text)",
                    "move \(folder) away, start with an empty one and restore the newest backup into it",
                ])
        }
    }

    private func checkReach(of path: FilePath) throws {
        guard let account else { return }
        for target in [path.removingLastComponent(), installation.program("postgres")] {
            guard let barrier = account.firstBarrier(on: target) else { continue }
            throw PostgresServerError(
                .folderUnusable, "the user \(account.name), who runs PostgreSQL, may not enter \(barrier)",
                hints: [
                    "choose a folder outside of it, such as /var/lib/reva",
                    "`chmod o+x \(barrier)` lets everybody enter",
                ])
        }
    }

    /// Gives one thing of ours to the account; never anything it contains or lies in.
    nonisolated func own(_ path: FilePath, mode: mode_t) throws {
        guard chmod(path.string, mode) == 0 else { throw Errno(rawValue: errno) }
        guard let account else { return }
        guard chown(path.string, account.userID, account.groupID) == 0 else { throw Errno(rawValue: errno) }
    }
}
