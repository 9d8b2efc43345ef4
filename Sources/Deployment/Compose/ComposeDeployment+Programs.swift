import Foundation
import SystemPackage

extension ComposeDeployment {
    /// Runs a program inside of the database's container, as the runbook does: over loopback, as postgres.
    package func run(
        _ program: DatabaseProgram, input: FileDescriptor?, output: FileDescriptor?
    ) async throws -> DatabaseProgram.End {
        let container: Container
        do {
            container = try await runningDatabase()
        } catch {
            try input?.close()
            try output?.close()
            throw error
        }
        let arguments = [
            "exec", "--interactive", "--env", "PGDATABASE=\(program.database ?? database)", "--env", "PGAPPNAME=reva",
            "--env", "PGUSER=postgres", container.id,
        ]
        if let input {
            let all = arguments + [program.name.rawValue] + program.arguments
            return try await explained(try await project.docker.run(all, input: input, output: output), in: container)
        }
        // A program that docker runs in a container goes on when docker's client has ended, and waits for ever for somebody
        // to read what it writes. Our end of this pipe closes when the program is done, and also when we are killed.
        let leash = try Program.pipe()
        defer { try? leash.writeEnd.close() }
        let all = arguments + ["sh", "-c", Leash.script, "sh", program.name.rawValue] + program.arguments
        return try await explained(
            try await project.docker.run(all, input: leash.readEnd, output: output), in: container)
    }

    /// How a program ended; where its container went down, that is what happened, whatever the program says.
    ///
    /// Docker tells a death by a signal as an exit code above 128.
    private func explained(_ end: DatabaseProgram.End, in container: Container) async throws -> DatabaseProgram.End {
        guard let failure = end.failure, !Task.isCancelled else { return end }
        let code = failure.split(separator: " ").last.flatMap { Int($0) } ?? 0
        // A program was killed with its container, or docker could no longer begin it there.
        let isDeath = [126, 128 + Int(SIGKILL)].contains(code)
        // The first process of a container is the last that is seen to end: its death shows a moment after the others'.
        for _ in 0..<(isDeath ? 20 : 1) {
            forgetContainer()
            guard try await runningDatabase().state.startedAt == container.state.startedAt else {
                throw DeploymentError(
                    "the database's container was started anew meanwhile", hints: ["docker compose logs postgres"],
                    isUnreachable: true)
            }
            if isDeath { try await Task.sleep(for: .milliseconds(50)) }
        }
        guard (129...192).contains(code) else { return end }
        return DatabaseProgram.End(failure: "was ended by signal \(code - 128)", errors: end.errors)
    }
}
