import Foundation
import PostgresTesting
import Subprocess
import SystemPackage

/// Other people's programs, as a person would run them.
enum Shell {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// - Returns: what the program wrote to standard output.
    /// - Throws: what it wrote to standard error, when it failed.
    @discardableResult
    static func run(
        _ program: FilePath, _ arguments: [String] = [], _ variables: [String: String] = [:], input: String = ""
    ) async throws -> String {
        var all = variables
        all["PATH"] = "/usr/bin:/bin"
        let environment = Dictionary(
            uniqueKeysWithValues: all.map { (Environment.Key(stringLiteral: $0), $1) })
        let result = try await Subprocess.run(
            .path(program), arguments: Arguments(arguments), environment: .custom(environment),
            input: .fileDescriptor(programInput(input), closeAfterSpawningProcess: true),
            output: .string(limit: 256 << 20), error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else {
            throw Failure(description: "\(result.terminationStatus): \(result.standardError)")
        }
        return result.standardOutput
    }

    /// Runs a line of shell with `$0` and up as given; a failure anywhere in a pipe is one.
    @discardableResult
    static func script(_ line: String, _ arguments: [String], _ variables: [String: String] = [:]) async throws
        -> String
    {
        try await run("/bin/bash", ["-c", "set -euo pipefail; \(line)"] + arguments, variables)
    }
}
