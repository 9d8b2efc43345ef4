import Foundation
import Subprocess
import SystemPackage

/// Lines of shell as they stand in a document.
enum Shell {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    struct End: Sendable {
        /// Nil when a signal ended it.
        let code: Int32?
        let output: String
        let errors: String
    }

    static func run(_ text: String, variables: [String: String], in folder: FilePath) async throws -> End {
        let result = try await Subprocess.run(
            .path("/bin/bash"), arguments: ["-c", "set -eo pipefail\n" + text],
            environment: .custom(Dictionary(uniqueKeysWithValues: variables.map { (.init(stringLiteral: $0), $1) })),
            workingDirectory: folder, input: .none, output: .string(limit: 16 << 20), error: .string(limit: 16 << 20))
        return End(
            code: result.terminationStatus.code, output: result.standardOutput, errors: result.standardError)
    }
}

extension TerminationStatus {
    /// Nil when a signal ended it.
    var code: Int32? {
        if case .exited(let code) = self { Int32(code) } else { nil }
    }
}
