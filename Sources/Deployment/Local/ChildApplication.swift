import Foundation
import Health
import Subprocess
import SystemPackage

/// `reva serve`, run as a child of this process in an environment of its own: it ends with this process, however that ends.
struct ChildApplication: Rehearsal {
    private let address: String
    private let program: FilePath
    private let variables: [String: String]

    func health() async throws -> HealthReport { try await .asked(of: address) }

    func say(_ message: String) async throws -> String {
        // Nothing of what this process was told may reach the assistant.
        let nothing = ProcessInfo.processInfo.environment.mapValues { _ in String?.none }
        let chat = Program(
            executable: .path(program), environment: nothing.merging(variables.mapValues(Optional.some)) { $1 })
        let (end, answer) = try await chat.ask(
            ["chat", "--language", "en"], input: "\(message)\n")
        guard end.failure == nil else { throw DeploymentError("the assistant on the copy failed: \(end.lastWords)") }
        return answer
    }

    /// Starts it, lends it as soon as it listens, and ends it whatever becomes of `body`.
    /// - Parameters:
    ///   - name: of its folder, which is all that a killed process leaves behind.
    ///   - connection: the database, as libpq's variables.
    static func with<Value: Sendable>(
        _ name: String, program: FilePath, connection: [String: String],
        _ body: @Sendable (any Rehearsal) async throws -> Value
    ) async throws -> Value {
        let folder = folder(of: name)
        try FileManager.default.createDirectory(
            atPath: folder.string, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { remove(name) }
        let leash = try Leash()
        // Twice is no harm: what it says then, nobody reads any more.
        defer { leash.release() }
        let log = folder.appending("serve.log")
        let errors = try FileDescriptor.open(
            log, .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: .ownerReadWrite)
        let variables = try variables(connection, in: folder)
        let result = try await run(
            configuration(program, variables, in: folder),
            input: .fileDescriptor(leash.readEnd, closeAfterSpawningProcess: false), output: .sequence,
            error: .fileDescriptor(errors, closeAfterSpawningProcess: true)
        ) { execution in
            let address = try await address(in: execution.standardOutput, log)
            let value = await Result.catching {
                try await body(ChildApplication(address: address, program: program, variables: variables))
            }
            // The script ends it, and then itself.
            leash.end()
            return value
        }
        return try result.closureResult.get()
    }

    /// Removes what a killed process left; no error when there is nothing.
    static func remove(_ name: String) {
        try? FileManager.default.removeItem(atPath: folder(of: name).string)
    }

    private static func folder(of name: String) -> FilePath { FilePath(NSTemporaryDirectory()).appending(name) }

    /// All that it is told. The file of settings says nothing new: without one, others would be looked for.
    private static func variables(_ connection: [String: String], in folder: FilePath) throws -> [String: String] {
        let settings = folder.appending("reva.yaml")
        try Data("home: \(folder)\n".utf8).write(to: URL(filePath: settings.string))
        var variables = connection
        // Where it is, libpq is told by its own variables.
        variables["REVA_DATABASE_URL"] = "dbname='\(connection["PGDATABASE"] ?? "")'"
        variables["REVA_CONFIG"] = settings.string
        variables["PATH"] = "/usr/bin:/bin"
        return variables
    }

    private static func configuration(
        _ program: FilePath, _ variables: [String: String], in folder: FilePath
    ) -> Configuration {
        var options = PlatformOptions()
        options.processGroupID = 0
        return Configuration(
            executable: .path("/bin/sh"),
            arguments: [
                "-c", Leash.script, "sh", program.string, "serve", "--host", "127.0.0.1", "--port", "0", "--format",
                "json",
            ],
            environment: .custom(
                Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0.key), $0.value) })),
            workingDirectory: folder, platformOptions: options)
    }

    /// The first line that it prints says where it listens.
    private static func address(in output: SubprocessOutputSequence, _ log: FilePath) async throws -> String {
        struct Started: Decodable { let address: String }
        var text = ""
        for try await buffer in output {
            text += buffer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
            guard let end = text.firstIndex(of: "\n") else { continue }
            if let started = try? JSONDecoder().decode(Started.self, from: Data(text[..<end].utf8)) {
                return started.address
            }
        }
        let words = (try? String(contentsOfFile: log.string, encoding: .utf8)) ?? ""
        let last = words.split(separator: "\n").last.map(String.init) ?? "it said nothing"
        throw DeploymentError("the application did not start against the restored copy: \(last)")
    }
}
