import Foundation
import Logging
import Subprocess
import SystemPackage

/// A program that speaks the protocol over its standard streams.
package struct ServerProgram: Sendable {
    /// A path, or a name to look up in PATH.
    package var executable: String
    package var arguments: [String]
    /// Set beside what this process has.
    package var environment: [String: String]

    package init(executable: String, arguments: [String] = [], environment: [String: String] = [:]) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
    }

    /// Runs the program and `body` with its streams; when that returns, the program is waited for. Cancelling ends it:
    /// politely, then the hard way.
    /// - Returns: how it ended, as the reason why its server is gone.
    func run(
        name: String, endTimeout: Duration, logger: Logger,
        _ body: @escaping @Sendable (MessageStream) async throws -> Void
    ) async throws -> MCPError {
        let input = try FileDescriptor.pipe()
        let output = try FileDescriptor.pipe()
        let stream: MessageStream
        do {
            stream = try await MessageStream(input: output.readEnd.rawValue, output: input.writeEnd.rawValue)
        } catch {
            for end in [input.readEnd, input.writeEnd, output.readEnd, output.writeEnd] { try? end.close() }
            throw MCPError(.unreachable, "the MCP server \(name) has no pipes: \(error)")
        }
        let result: ExecutionResult<Void, FileDescriptorOutput, SequenceOutput>
        do {
            result = try await Subprocess.run(
                configuration(endTimeout), input: .fileDescriptor(input.readEnd, closeAfterSpawningProcess: true),
                output: .fileDescriptor(output.writeEnd, closeAfterSpawningProcess: true), error: .sequence
            ) { execution in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for try await line in execution.standardError.strings() {
                            logger.debug("\(line)", metadata: ["server": "\(name)"])
                        }
                    }
                    try await body(stream)
                    try await group.waitForAll()
                }
            }
        } catch let error as SubprocessError {
            try? await stream.run { _, _ in }
            throw MCPError(
                .unreachable, "the MCP server \(name) cannot be started: \(error)",
                hints: ["Check that \(executable) is installed."])
        }
        return MCPError(.lost, "the MCP server \(name) ended: \(result.terminationStatus)")
    }

    private func configuration(_ endTimeout: Duration) -> Configuration {
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: endTimeout)]
        // Out of our terminal's reach: an interrupt is for us.
        options.createSession = true
        let overrides = environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) }
        return Configuration(
            executable: executable.contains("/") ? .path(FilePath(executable)) : .name(executable),
            arguments: Arguments(arguments),
            environment: .inherit.updating(Dictionary(overrides, uniquingKeysWith: { first, _ in first })),
            platformOptions: options)
    }
}
