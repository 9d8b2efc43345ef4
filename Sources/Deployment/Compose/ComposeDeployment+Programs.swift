import SystemPackage

extension ComposeDeployment {
    /// Runs a program inside of the database's container, as the runbook does: over the socket, as postgres.
    package func run(
        _ program: DatabaseProgram, input: FileDescriptor?, output: FileDescriptor?
    ) async throws -> DatabaseProgram.End {
        let container: String
        do {
            container = try await runningDatabase()
        } catch {
            try input?.close()
            try output?.close()
            throw error
        }
        let arguments = [
            "exec", "--interactive", "--env", "PGDATABASE=\(program.database ?? database)", "--env", "PGAPPNAME=reva",
            "--env", "PGUSER=postgres", container,
        ]
        if let input {
            let all = arguments + [program.name.rawValue] + program.arguments
            return Self.plain(try await project.docker.run(all, input: input, output: output))
        }
        // Our end of this pipe closes when the program is done, and also when we are killed.
        let leash = try Program.pipe()
        defer { try? leash.writeEnd.close() }
        let all = arguments + ["sh", "-c", Self.leashed, "sh", program.name.rawValue] + program.arguments
        return Self.plain(try await project.docker.run(all, input: leash.readEnd, output: output))
    }

    /// A program that docker runs in a container goes on when docker's client has ended, and waits for ever for somebody
    /// to read what it writes. This one ends with its standard input, which is ours to hold open.
    ///
    /// Every process here is waited for: the parent of an orphan is the container's first process, which is the database
    /// server, and that takes a strange child's death by a signal for a crash of its own and restarts.
    private static let leashed = """
        exec 3<&0
        "$@" </dev/null 3<&- & program=$!
        { read -r line <&3; kill "$program"; } >/dev/null 2>&1 & leash=$!
        wait "$program"; status=$?
        kill "$leash" 2>/dev/null; wait "$leash" 2>/dev/null
        exit "$status"
        """

    /// A container that is killed takes the program along, which docker tells as an exit code above 128.
    private static func plain(_ end: DatabaseProgram.End) -> DatabaseProgram.End {
        guard let code = end.failure?.split(separator: " ").last.flatMap({ Int($0) }), (129...192).contains(code)
        else { return end }
        return DatabaseProgram.End(failure: "was ended by signal \(code - 128)", errors: end.errors)
    }
}
