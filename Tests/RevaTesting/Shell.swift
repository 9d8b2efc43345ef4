import Foundation
import Subprocess
import SystemPackage

/// Other people's programs, as a person or cron would run them.
package enum Shell {
    package struct End: Sendable {
        /// Nil when a signal ended it.
        package let code: Int32?
        package let output: String
        package let errors: String
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) { self.description = description }
    }

    /// Runs a program with exactly these variables.
    package static func run(
        _ program: String, _ arguments: [String] = [], variables: [String: String] = [:], in folder: String? = nil
    ) async throws -> End {
        let environment = Dictionary(
            uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), $1) })
        let result = try await Subprocess.run(
            program.hasPrefix("/") ? .path(FilePath(program)) : .name(program), arguments: Arguments(arguments),
            environment: .custom(environment), workingDirectory: folder.map { FilePath($0) },
            input: .none, output: .string(limit: 16 << 20), error: .string(limit: 16 << 20))
        let code: Int32? = if case .exited(let code) = result.terminationStatus { Int32(code) } else { nil }
        return End(code: code, output: result.standardOutput, errors: result.standardError)
    }

    /// Runs lines of shell as they stand in a document; a failure anywhere ends them.
    /// - Returns: what they wrote to standard output.
    /// - Throws: what they wrote to standard error, when they failed.
    @discardableResult
    package static func lines(_ text: String, variables: [String: String], in folder: String) async throws -> String {
        let end = try await run(
            "/bin/bash", ["-c", "set -eo pipefail\n" + text], variables: variables, in: folder)
        guard end.code == 0 else {
            throw Failure(description: "status \(end.code.map(String.init) ?? "none")\n\(end.output)\n\(end.errors)")
        }
        return end.output
    }
}
