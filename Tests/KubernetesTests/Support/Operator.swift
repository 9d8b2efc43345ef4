import Foundation
import Subprocess
import SystemPackage

/// The person who runs `reva` outside of the cluster: the built program beside the tests, without a terminal.
struct Operator: Sendable {
    var variables: [String: String]

    static let path = FilePath(URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path)
        .appending("reva")

    struct Event: Decodable, Sendable {
        let event: String
        let step: String?
        let text: String?
    }

    struct End: Sendable {
        /// Nil when a signal ended it.
        let code: Int32?
        let output: String
        let errors: String

        func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
            try JSONDecoder().decode(Value.self, from: Data(output.utf8))
        }

        var events: [Event] {
            errors.split(separator: "\n").compactMap { try? JSONDecoder().decode(Event.self, from: Data($0.utf8)) }
        }

        var steps: [String] { events.filter { $0.event == "began" }.compactMap(\.step) }
        var notes: [String] { events.filter { $0.event == "note" }.compactMap(\.text) }
        var warnings: [String] { events.filter { $0.event == "warning" }.compactMap(\.text) }
        /// The error with its hints.
        var complaint: String {
            errors.split(separator: "\n").filter { !$0.hasPrefix("{") }.joined(separator: "\n")
        }
    }

    private var environment: Environment {
        .custom(Dictionary(uniqueKeysWithValues: variables.map { (.init(stringLiteral: $0), $1) }))
    }

    func run(_ arguments: [String]) async throws -> End {
        let result = try await Subprocess.run(
            .path(Self.path), arguments: Arguments(arguments), environment: environment, input: .none,
            output: .string(limit: 16 << 20), error: .string(limit: 16 << 20))
        return End(code: result.terminationStatus.code, output: result.standardOutput, errors: result.standardError)
    }

    /// Runs a command, and lends its process to `body` as soon as it has told `isReached`.
    func run(
        _ arguments: [String], when isReached: (Event) -> Bool, _ body: (ProcessIdentifier) async throws -> Void
    ) async throws -> End {
        let result = try await Subprocess.run(
            .path(Self.path), arguments: Arguments(arguments), environment: environment, input: .none,
            output: .string(limit: 16 << 20), error: .sequence
        ) { execution in
            var errors = ""
            var isDone = false
            for try await buffer in execution.standardError {
                errors += buffer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                guard !isDone, End(code: 0, output: "", errors: errors).events.contains(where: isReached) else {
                    continue
                }
                isDone = true
                try await body(execution.processIdentifier)
            }
            return (errors, isDone)
        }
        let (errors, isDone) = result.closureResult
        guard isDone else { throw Shell.Failure(description: "it was never reached:\n\(errors)") }
        return End(code: result.terminationStatus.code, output: result.standardOutput, errors: errors)
    }
}

extension Cluster {
    var reva: Operator {
        let own = ["REVA_KUBERNETES_NAMESPACE": namespace, "REVA_HOME": folder.appending("home").string]
        return Operator(variables: Self.variables.merging(own) { $1 })
    }

    /// Runs `reva ... --deployment kubernetes`.
    func reva(_ arguments: String...) async throws -> Operator.End {
        try await reva.run(arguments + ["--deployment", "kubernetes"])
    }

    /// The same, with `body` when a step begins.
    func reva(
        _ arguments: String..., at step: String, _ body: (ProcessIdentifier) async throws -> Void
    ) async throws -> Operator.End {
        try await reva.run(
            arguments + ["--deployment", "kubernetes"], when: { $0.event == "began" && $0.step == step }, body)
    }

    /// Takes a backup, and gives its name.
    @discardableResult
    func backup(_ arguments: String...) async throws -> String {
        struct Taken: Decodable { let name: String }
        let end = try await reva.run(["backup", "--deployment", "kubernetes", "--format", "json"] + arguments)
        guard end.code == 0 else { throw Shell.Failure(description: end.errors) }
        return try end.decoded(as: Taken.self).name
    }
}
