import Foundation
import PostgresTesting
import Subprocess
import SystemPackage

/// The built program, as a person or a script runs it: with a home of its own and no terminal.
package struct RevaProgram: Sendable {
    package let home: FilePath
    package var variables: [String: String]

    /// Beside the tests, where the build puts it.
    package static let path = FilePath(URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path)
        .appending("reva")

    package init(home: FilePath, binaries: FilePath) {
        self.home = home
        variables = [
            "REVA_HOME": home.string, "REVA_POSTGRES_BINARIES": binaries.string, "REVA_JOBS": "2",
            "REVA_MAINTENANCE_MEMORY": "64", "PATH": "/usr/bin:/bin", "HOME": home.string,
        ]
    }

    /// With exactly these variables.
    package init(home: FilePath, variables: [String: String]) {
        self.home = home
        self.variables = variables
    }

    package var backups: FilePath { home.appending("backups") }

    package struct End: Sendable {
        package let code: Int32?
        package let output: String
        package let errors: String

        package func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
            let decoder = JSONDecoder()
            decoder.dateDecodingStrategy = .iso8601
            return try decoder.decode(Value.self, from: Data(output.utf8))
        }

        /// The events told on standard error; every line before the error must be one.
        package var events: [Event] {
            errors.split(separator: "\n").filter { $0.hasPrefix("{") }.compactMap {
                try? JSONDecoder().decode(Event.self, from: Data($0.utf8))
            }
        }

        package var warnings: [String] { events.filter { $0.event == "warning" }.compactMap(\.text) }
        package var steps: [String] { events.filter { $0.event == "began" }.compactMap(\.step) }
    }

    package struct Event: Decodable, Sendable {
        package let event: String
        package let step: String?
        package let text: String?
        package let seconds: Double?
    }

    package var environment: Subprocess.Environment {
        .custom(Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), $1) }))
    }

    package func run(_ arguments: String...) async throws -> End { try await run(arguments) }

    package func run(_ arguments: [String]) async throws -> End {
        let result = try await Subprocess.run(
            .path(Self.path), arguments: Arguments(arguments), environment: environment,
            input: .none, output: .string(limit: 16 << 20), error: .string(limit: 16 << 20))
        return End(
            code: result.terminationStatus.code, output: result.standardOutput, errors: result.standardError)
    }

    /// Runs a command, and lends its process to `body` as soon as it says that the step begins.
    /// - Returns: how it ended; code nil when a signal did.
    package func run(
        _ arguments: [String], at step: String, _ body: (ProcessIdentifier) async throws -> Void
    ) async throws -> End {
        let result = try await Subprocess.run(
            .path(Self.path), arguments: Arguments(arguments), environment: environment, input: .none,
            output: .string(limit: 16 << 20), error: .sequence
        ) { execution in
            var errors = ""
            var isReached = false
            for try await buffer in execution.standardError {
                errors += buffer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                guard !isReached, End(code: 0, output: "", errors: errors).steps.contains(step) else { continue }
                isReached = true
                try await body(execution.processIdentifier)
            }
            return (errors, isReached)
        }
        let (errors, isReached) = result.closureResult
        guard isReached else { throw Shell.Failure(description: "there was no step \(step):\n\(errors)") }
        return End(code: result.terminationStatus.code, output: result.standardOutput, errors: errors)
    }

    /// Runs a command and kills it as soon as it says that its n-th step begins.
    /// - Returns: the step; nil when the command has fewer.
    package func run(_ arguments: [String], killedAtStep number: Int) async throws -> String? {
        let result = try await Subprocess.run(
            .path(Self.path), arguments: Arguments(arguments), environment: environment, input: .none,
            output: .discarded, error: .sequence
        ) { execution -> String? in
            var text = ""
            var begun: [String] = []
            for try await buffer in execution.standardError {
                text += buffer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                while let end = text.firstIndex(of: "\n"), begun.count < number {
                    let line = text[..<end]
                    text.removeSubrange(...end)
                    if let event = try? JSONDecoder().decode(Event.self, from: Data(line.utf8)), event.event == "began"
                    {
                        begun.append(event.step ?? "")
                    }
                }
                if begun.count == number {
                    try execution.send(signal: .kill)
                    break
                }
            }
            return begun.count == number ? begun.last : nil
        }
        return result.closureResult
    }
}

extension TerminationStatus {
    /// Nil when a signal ended it.
    fileprivate var code: Int32? {
        if case .exited(let code) = self { Int32(code) } else { nil }
    }
}
