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
        let end = try await project.docker.run(
            program, on: program.database ?? database, in: container.id, input: input, output: output)
        return try await explained(end, in: container)
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
