import Subprocess

extension ServerProcess {
    /// Before the program takes this process over, a watcher is left beside it, no child of the server (which would
    /// take its end for a crash of its own). It waits for a farewell, or for the end of standard input, which is our
    /// end; then it shuts the server down if that still runs: only if `postmaster.pid` names it, as the number may be
    /// another process's by then. A throw-away server's folder it removes afterwards. Signals for us must not end it.
    private static let watched = """
        data=$1 scratch=$2
        shift 2
        exec 3<&0 </dev/null
        server=$$
        ( (
            trap '' HUP INT QUIT TERM
            exec >/dev/null 2>&1
            read -r farewell <&3 && exit
            tries=0
            while [ $tries -lt 600 ] && kill -0 $server; do
                if read -r pid <"$data/postmaster.pid" && [ "$pid" = $server ]; then
                    [ $told ] || kill -INT $server
                    told=yes
                elif [ $told ] || [ $tries -ge 50 ]; then
                    break
                fi
                tries=$((tries + 1))
                sleep 0.1
            done
            [ -z "$scratch" ] || rm -rf "$scratch"
        ) & )
        exec 3<&-
        exec "$@"
        """

    static func configuration(of server: PostgresServer) throws(PostgresServerError) -> Configuration {
        var options = PlatformOptions()
        // Out of our terminal's reach: an interrupt is for us, and we shut the server down in order.
        options.createSession = true
        let (executable, arguments) = try server.command(
            "/bin/sh",
            [
                "-c", watched, "reva-postgres", server.dataFolder.string,
                server.isThrowAway ? server.folder.string : "",
                server.installation.program("postgres").string, "-D", server.dataFolder.string,
            ])
        return Configuration(
            executable: executable,
            arguments: Arguments(arguments),
            environment: server.programEnvironment,
            workingDirectory: server.dataFolder,
            platformOptions: options)
    }

    /// Stays until the last process of the server is gone, and passes commands on to it.
    static func attend(
        _ execution: Execution<FileDescriptorInput, SequenceOutput, FileDescriptorOutput>,
        _ commands: AsyncStream<Command>
    ) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await command in commands {
                    if command == .crash { try? execution.send(signal: .kill) } else { await shutDown(execution) }
                    return
                }
                // Nobody holds the server any more.
                if !Task.isCancelled { await shutDown(execution) }
            }
            do {
                for try await _ in execution.standardOutput {}
            } catch {
                // A pipe that cannot be read tells nothing; the process's own end is awaited after this.
            }
            group.cancelAll()
        }
    }

    /// Fast shutdown, then an immediate one, then the hard way; ends early, by cancellation, when the server did.
    private static func shutDown(
        _ execution: Execution<FileDescriptorInput, SequenceOutput, FileDescriptorOutput>
    ) async {
        for (signal, patience) in [(Signal.interrupt, 60), (.quit, 20), (.kill, 20)] {
            try? execution.send(signal: signal)
            do { try await Task.sleep(for: .seconds(patience)) } catch { return }
        }
    }
}
