import Foundation
import Subprocess
import SystemPackage

/// The `docker` program, which knows where its engine is (`DOCKER_HOST`, contexts).
struct Docker: Sendable {
    private let program = Program(executable: .name("docker"))

    /// Runs it and gives what it printed, without the line's end.
    /// - Throws: `DeploymentError` in docker's own words when it failed.
    @discardableResult
    func ask(_ arguments: [String], input: String = "") async throws -> String {
        let (end, answer) = try await program.ask(arguments, input: input)
        guard end.failure == nil else { throw Self.error(of: end, arguments) }
        return answer.trimmingCharacters(in: .newlines)
    }

    /// What a program in a container wrote, by both of its streams.
    func log(_ arguments: [String]) async throws -> String {
        let (end, answer) = try await program.ask(arguments)
        guard end.failure == nil else { throw Self.error(of: end, arguments) }
        return answer + end.errors
    }

    /// Runs it with descriptors that are handed over.
    func run(_ arguments: [String], input: FileDescriptor?, output: FileDescriptor?) async throws -> Program.End {
        try await program.run(arguments, input: input, output: output)
    }

    static func error(of end: Program.End, _ arguments: [String]) -> DeploymentError {
        let isAway = end.errors.contains("Cannot connect to the Docker daemon") || end.errors.contains("dial unix")
        let command = "docker \(arguments.first ?? "")"
        return DeploymentError(
            "\(command): \(end.lastWords)",
            hints: isAway ? ["start Docker, or name its socket in DOCKER_HOST"] : ["docker compose ps --all"],
            isUnreachable: isAway)
    }
}
