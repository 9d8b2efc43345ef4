import Foundation
import Subprocess
import SystemPackage

/// Programs by others, which `scripts/install-peers` installs.
enum Peers {
    static let folder = ProcessInfo.processInfo.environment["REVA_TEST_PEERS"]

    static var python: String { "\(folder ?? "")/mcp/bin/python" }
    static var atlassian: String { "\(folder ?? "")/mcp-atlassian/bin/mcp-atlassian" }

    static func script(_ name: String) -> String {
        Bundle.module.path(forResource: "Peers/\(name)", ofType: "py") ?? name
    }

    struct Silent: Error {}

    /// Runs a program while `body` does, which gets the first line of its output that has `mark` in it.
    static func run<Value: Sendable>(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], mark: String,
        _ body: @escaping @Sendable (String) async throws -> Value
    ) async throws -> Value {
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(2))]
        let overrides = environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) }
        let result = try await Subprocess.run(
            .path(FilePath(program)), arguments: Arguments(arguments),
            environment: .inherit.updating(Dictionary(overrides, uniquingKeysWith: { first, _ in first })),
            platformOptions: options, input: .none, output: .sequence, error: .combinedWithOutput
        ) { execution in
            let (lines, continuation) = AsyncStream.makeStream(of: String.self)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for try await line in execution.standardOutput.strings() { continuation.yield(line) }
                    continuation.finish()
                }
                let line = await lines.first { $0.contains(mark) }
                guard let line else { throw Silent() }
                let value = try await body(line)
                await execution.teardown(using: options.teardownSequence)
                return value
            }
        }
        return result.closureResult
    }

    /// Runs a program to its end, and gives what it printed.
    static func output(_ program: String, _ arguments: [String]) async throws -> (text: String, errors: String) {
        let result = try await Subprocess.run(
            .path(FilePath(program)), arguments: Arguments(arguments), output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20))
        return (result.standardOutput, result.standardError)
    }
}
