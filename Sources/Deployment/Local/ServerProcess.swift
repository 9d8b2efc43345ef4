#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif
import Subprocess
import Synchronization
import SystemPackage

/// One run of the `postgres` program, from its start to its end.
///
/// Its standard output is a pipe nothing is written to: the end of file tells that the last of the server's processes
/// is gone, the postmaster's death alone would not. Its standard input is the watcher's leash.
final class ServerProcess: Sendable {
    enum Command: Sendable { case stop, crash }

    private let progress = Progress()
    private let commands: AsyncStream<Command>.Continuation
    /// Not a child task: the server's life spans many calls. It ends when the server does.
    private let life: Task<Void, Never>

    /// Starts the program, with its standard error going to the server's log.
    init(_ server: PostgresServer) throws {
        let configuration = try Self.configuration(of: server)
        let log = try server.openLog()
        let (stream, commands) = AsyncStream.makeStream(of: Command.self)
        self.commands = commands
        // The task must not hold self, whose end stops it: it holds what it changes.
        life = Task { [progress] in
            do {
                let leash = try Leash()
                defer { leash.release() }
                let result = try await run(
                    configuration, input: .fileDescriptor(leash.readEnd, closeAfterSpawningProcess: false),
                    output: .sequence, error: .fileDescriptor(log, closeAfterSpawningProcess: true)
                ) { execution in
                    progress.started(execution.processIdentifier.value)
                    await Self.attend(execution, stream)
                }
                progress.ended("\(result.terminationStatus)")
            } catch {
                progress.ended("\(error)")
            }
        }
    }

    deinit { commands.finish() }

    var isRunning: Bool { progress.ending == nil }

    func stop() async {
        commands.yield(.stop)
        await life.value
    }

    func crash() async {
        commands.yield(.crash)
        await life.value
    }

    func waitUntilStopped() async { await life.value }

    /// Returns when this very process has written that it takes connections; throws when it ended or is late.
    func waitUntilReady(in dataFolder: FilePath, within limit: Duration) async throws {
        let deadline = ContinuousClock.now + limit
        while true {
            if let ending = progress.ending {
                throw PostgresServerError(.startFailed, "PostgreSQL ended while starting on \(dataFolder): \(ending)")
            }
            if let postmaster = Postmaster.recorded(in: dataFolder), postmaster.isReady,
                postmaster.processID == progress.processID
            {
                return
            }
            guard ContinuousClock.now < deadline else {
                throw PostgresServerError(.startFailed, "PostgreSQL on \(dataFolder) was not ready within \(limit)")
            }
            // The file is how the server tells; there is nothing to wait on but to look again.
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private final class Progress: Sendable {
        private let value = Mutex<(process: pid_t?, ending: String?)>((nil, nil))
        var processID: pid_t? { value.withLock(\.process) }
        var ending: String? { value.withLock(\.ending) }
        func started(_ process: pid_t) { value.withLock { $0.process = process } }
        func ended(_ how: String) { value.withLock { $0.ending = how } }
    }
}
