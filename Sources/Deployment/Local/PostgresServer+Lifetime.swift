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
    /// How a start went.
    package struct Start: Sendable, Hashable {
        /// Whether the data folder is new and empty.
        package let isNew: Bool
        /// The server of a crashed process of ours that still ran there and was shut down first.
        package let endedLeftover: Int32?
    }

    package var isRunning: Bool { process?.isRunning ?? false }

    /// Starts the server and returns when it takes connections; creates the data folder when missing.
    /// Does nothing when it runs already.
    ///
    /// - Parameter limit: How long it may take; recovery after a crash replays up to `max_wal_size`.
    /// - Throws: `PostgresServerError`, with the end of the server's log as hints where it has one. Then nothing runs.
    @discardableResult
    package func start(within limit: Duration = .seconds(300)) async throws -> Start {
        if isRunning, starting == nil { return Start(isNew: false, endedLeftover: nil) }
        // A second call waits for the first one's start rather than making its own.
        let task = starting ?? Task { try await startNow(within: limit) }
        starting = task
        defer { starting = nil }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    private func startNow(within limit: Duration) async throws -> Start {
        process = nil
        try prepareFolder()
        try takeLock()
        do {
            let leftover = try await endLeftover()
            let isNew = try await createDataFolder()
            try writeSettings()
            let process = try ServerProcess(self)
            self.process = process
            do {
                try await process.waitUntilReady(in: dataFolder, within: limit)
            } catch {
                await process.stop()
                throw startFailure(error)
            }
            logger.info(
                "PostgreSQL runs",
                metadata: ["version": "\(installation.version)", "socket": "\(socketDirectory)", "port": "\(port)"])
            return Start(isNew: isNew, endedLeftover: leftover)
        } catch {
            process = nil
            releaseLock()
            throw error
        }
    }

    /// Shuts the server down: sessions are ended, nothing committed is lost. Escalates to an immediate shutdown,
    /// which the next start recovers from, when it takes more than a minute. Does nothing when it does not run.
    package func stop() async {
        await process?.stop()
        finish()
    }

    /// Ends the server at once, as a crash would: the next start recovers. For tests of faults.
    package func crash() async {
        await process?.crash()
        process = nil
        releaseLock()
    }

    /// Returns when the server ended, by `stop()` or by itself.
    package func waitUntilStopped() async {
        await process?.waitUntilStopped()
    }

    private func finish() {
        guard process != nil else { return }
        process = nil
        releaseLock()
        if isThrowAway { try? FileManager.default.removeItem(atPath: folder.string) }
    }

    private func writeSettings() throws {
        let all = settings.overridden(by: [
            "listen_addresses": "", "unix_socket_directories": socketDirectory.string,
            "unix_socket_permissions": "0700", "port": "\(port)", "dynamic_shared_memory_type": "posix",
            "logging_collector": "off", "log_destination": "stderr", "log_line_prefix": "%m [%p] %q%u@%d ",
            "log_timezone": "UTC", "timezone": "UTC", "lc_messages": "C",
        ])
        let file = dataFolder.appending("reva.conf")
        try Data(all.fileContent.utf8).write(to: URL(filePath: file.string), options: .atomic)
        try own(file, mode: 0o600)
    }

    nonisolated func openLog() throws -> FileDescriptor {
        if let size = try? FileManager.default.attributesOfItem(atPath: logFile.string)[.size] as? Int,
            size > 16 << 20
        {
            rename(logFile.string, logFile.string + ".1")
        }
        let log = try FileDescriptor.open(
            logFile, .writeOnly, options: [.create, .append, .closeOnExec], permissions: [.ownerReadWrite])
        try own(logFile, mode: 0o600)
        return log
    }

    private func startFailure(_ error: any Error) -> any Error {
        guard error is PostgresServerError else { return error }
        let lines = (FileManager.default.contents(atPath: logFile.string)).map {
            String(decoding: $0.suffix(8192), as: UTF8.self).split(separator: "\n").suffix(4).map(String.init)
        }
        return PostgresServerError(
            .startFailed, "\(error)",
            hints: (lines ?? []).map { "its log says: \($0)" } + ["the whole log is \(logFile)"])
    }

    /// Ends a server that still runs on our data folder although nobody holds the folder's lock.
    /// - Returns: Its process; nil when there was none.
    private func endLeftover() async throws -> Int32? {
        guard let postmaster = Postmaster.recorded(in: dataFolder), postmaster.isRunning(on: dataFolder) else {
            return nil
        }
        logger.warning(
            "a server left over from a crash still runs: it is shut down first",
            metadata: ["process": "\(postmaster.processID)", "folder": "\(dataFolder)"])
        for (signal, patience) in [(SIGINT, 60), (SIGQUIT, 20), (SIGKILL, 20)] {
            kill(postmaster.processID, signal)
            let deadline = ContinuousClock.now + .seconds(patience)
            while ContinuousClock.now < deadline {
                guard postmaster.isRunning(on: dataFolder) else { return postmaster.processID }
                // Not our child, so there is nothing to wait on but to look again.
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        throw PostgresServerError(
            .leftoverWouldNotStop, "process \(postmaster.processID) runs on \(dataFolder) and does not end",
            hints: ["end it with `kill -9 \(postmaster.processID)`, then start again"])
    }
}
