import Subprocess
import SystemPackage

/// PostgreSQL's client programs of one folder, with one connection to give them.
package struct PostgresPrograms: Sendable {
    let binaries: FilePath
    let environment: [String: String]

    func run(
        _ program: DatabaseProgram, in database: String, input: FileDescriptor?, output: FileDescriptor?
    ) async throws -> DatabaseProgram.End {
        var variables: [Environment.Key: String?] = ["PGDATABASE": database, "PGAPPNAME": "reva"]
        for (name, value) in environment where name != "PGDATABASE" {
            variables[Environment.Key(stringLiteral: name)] = value
        }
        // A service file, a password file or options of whoever calls must not redirect a restore to another server.
        for name in ["PGSERVICE", "PGSERVICEFILE", "PGOPTIONS", "PGHOSTADDR"] where environment[name] == nil {
            variables[Environment.Key(stringLiteral: name)] = .some(nil)
        }
        var options = PlatformOptions()
        options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .seconds(5))]
        // A terminal's Ctrl-C goes to its whole process group: the programs are ended by us, in order, not by it.
        options.processGroupID = 0
        return try await end(
            of: Configuration(
                executable: .path(binaries.appending(program.name.rawValue)),
                arguments: Arguments(program.arguments),
                environment: .inherit.updating(variables), platformOptions: options),
            input: input, output: output)
    }

    private func end(
        of configuration: Configuration, input: FileDescriptor?, output: FileDescriptor?
    ) async throws -> DatabaseProgram.End {
        do {
            switch (input, output) {
            case (nil, nil):
                return try await collect(configuration, input: .none, output: .discarded)
            case (let input?, nil):
                return try await collect(configuration, input: .handedOver(input), output: .discarded)
            case (nil, let output?):
                return try await collect(configuration, input: .none, output: .handedOver(output))
            case (let input?, let output?):
                return try await collect(configuration, input: .handedOver(input), output: .handedOver(output))
            }
        } catch let error as SubprocessError {
            throw DeploymentError("cannot run \(configuration.executable): \(error)")
        }
    }

    private func collect<Input: InputProtocol, Output: OutputProtocol>(
        _ configuration: Configuration, input: Input, output: Output
    ) async throws -> DatabaseProgram.End {
        let result = try await Subprocess.run(configuration, input: input, output: output, error: .sequence) {
            execution in
            var tail: [UInt8] = []
            for try await buffer in execution.standardError {
                buffer.withUnsafeBytes { tail.append(contentsOf: $0) }
                if tail.count > 128 << 10 { tail.removeFirst(tail.count - (64 << 10)) }
            }
            return String(decoding: tail.suffix(64 << 10), as: UTF8.self)
        }
        return DatabaseProgram.End(failure: result.terminationStatus.failure, errors: result.closureResult)
    }
}

extension InputProtocol where Self == FileDescriptorInput {
    fileprivate static func handedOver(_ descriptor: FileDescriptor) -> Self {
        .fileDescriptor(descriptor, closeAfterSpawningProcess: true)
    }
}

extension OutputProtocol where Self == FileDescriptorOutput {
    fileprivate static func handedOver(_ descriptor: FileDescriptor) -> Self {
        .fileDescriptor(descriptor, closeAfterSpawningProcess: true)
    }
}

extension TerminationStatus {
    /// Nil when the program exited with 0.
    fileprivate var failure: String? {
        switch self {
        case .exited(0): nil
        case .exited(let code): "exited with \(code)"
        case .signaled(let signal): "was ended by signal \(signal)"
        }
    }
}
