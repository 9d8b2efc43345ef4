import Foundation
import PostgresTesting
import Subprocess
import SystemPackage

/// The built program, as a person or a script runs it: with a home of its own and no terminal.
struct RevaProgram: Sendable {
    let home: FilePath
    var variables: [String: String]

    /// Beside the tests, where the build puts it.
    static let path = FilePath(URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path)
        .appending("reva")

    init(home: FilePath, binaries: FilePath) {
        self.home = home
        variables = [
            "REVA_HOME": home.string, "REVA_POSTGRES_BINARIES": binaries.string, "REVA_JOBS": "2",
            "REVA_MAINTENANCE_MEMORY": "64", "PATH": "/usr/bin:/bin", "HOME": home.string,
        ]
    }

    var backups: FilePath { home.appending("backups") }

    struct End: Sendable {
        let code: Int32?
        let output: String
        let errors: String

        func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
            let decoder = JSONDecoder()
            decoder.dateDecodingStrategy = .iso8601
            return try decoder.decode(Value.self, from: Data(output.utf8))
        }

        /// The events told on standard error; every line before the error must be one.
        var events: [Event] {
            errors.split(separator: "\n").filter { $0.hasPrefix("{") }.compactMap {
                try? JSONDecoder().decode(Event.self, from: Data($0.utf8))
            }
        }

        var warnings: [String] { events.filter { $0.event == "warning" }.compactMap(\.text) }
        var steps: [String] { events.filter { $0.event == "began" }.compactMap(\.step) }
    }

    struct Event: Decodable, Sendable {
        let event: String
        let step: String?
        let text: String?
        let seconds: Double?
    }

    var environment: Subprocess.Environment {
        .custom(Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), $1) }))
    }

    func run(_ arguments: String...) async throws -> End { try await run(arguments) }

    func run(_ arguments: [String]) async throws -> End {
        let result = try await Subprocess.run(
            .path(Self.path), arguments: Arguments(arguments), environment: environment,
            input: .none, output: .string(limit: 16 << 20), error: .string(limit: 16 << 20))
        return End(
            code: result.terminationStatus.code, output: result.standardOutput, errors: result.standardError)
    }

    /// Runs a command and kills it as soon as it says that its n-th step begins.
    /// - Returns: the step; nil when the command has fewer.
    func run(_ arguments: [String], killedAtStep number: Int) async throws -> String? {
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
