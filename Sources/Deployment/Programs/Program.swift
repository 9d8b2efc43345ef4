import Foundation
import Subprocess
import SystemPackage

/// A program outside of this one, run to its end.
struct Program: Sendable {
    let executable: Executable
    /// Changes to what this process has: nil takes a variable away.
    var environment: [String: String?] = [:]

    /// How it ended, and the last 64 KiB of what it wrote to standard error.
    typealias End = DatabaseProgram.End

    /// Runs it with descriptors that are handed over: they are closed here as soon as the program has its own, so that
    /// the other end of a pipe sees the program's end. Without one the stream is empty or discarded. Cancelling the task
    /// ends the program.
    /// - Throws: only when it could not be started or watched.
    func run(_ arguments: [String], input: FileDescriptor?, output: FileDescriptor?) async throws -> End {
        let configuration = configuration(arguments)
        return try await watched {
            switch (input, output) {
            case (nil, nil):
                try await collect(configuration, input: .none, output: .discarded)
            case (let input?, nil):
                try await collect(configuration, input: .handedOver(input), output: .discarded)
            case (nil, let output?):
                try await collect(configuration, input: .none, output: .handedOver(output))
            case (let input?, let output?):
                try await collect(configuration, input: .handedOver(input), output: .handedOver(output))
            }
        }
    }

    /// Runs it and gives what it wrote to standard output, at most 16 MiB.
    /// - Parameter input: for its standard input; small enough for a pipe (64 KiB).
    func ask(_ arguments: [String], input: String = "") async throws -> (end: End, answer: String) {
        let configuration = configuration(arguments)
        let descriptor = input.isEmpty ? nil : try Self.pipe(holding: input)
        return try await watched {
            if let descriptor {
                try await answer(configuration, input: .handedOver(descriptor))
            } else {
                try await answer(configuration, input: .none)
            }
        }
    }

    private func configuration(_ arguments: [String]) -> Configuration {
        var variables: [Environment.Key: String?] = [:]
        for (name, value) in environment {
            variables[Environment.Key(stringLiteral: name)] = .some(value)
        }
        var options = PlatformOptions()
        options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .seconds(5))]
        // A terminal's Ctrl-C goes to its whole process group: the programs are ended by us, in order, not by it.
        options.processGroupID = 0
        return Configuration(
            executable: executable, arguments: Arguments(arguments), environment: .inherit.updating(variables),
            platformOptions: options)
    }

    private func watched<Value>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as SubprocessError {
            throw DeploymentError("cannot run \(executable): \(error)")
        }
    }

    /// A pipe that no other program inherits.
    static func pipe() throws -> (readEnd: FileDescriptor, writeEnd: FileDescriptor) {
        let pipe = try FileDescriptor.pipe()
        _ = fcntl(pipe.readEnd.rawValue, F_SETFD, FD_CLOEXEC)
        _ = fcntl(pipe.writeEnd.rawValue, F_SETFD, FD_CLOEXEC)
        return pipe
    }

    /// A pipe that holds the text already: nobody has to go on writing while the program runs.
    private static func pipe(holding text: String) throws -> FileDescriptor {
        let pipe = try Self.pipe()
        defer { try? pipe.writeEnd.close() }
        guard text.utf8.count <= 64 << 10 else {
            try pipe.readEnd.close()
            throw DeploymentError("an input of \(text.utf8.count) bytes is more than a pipe holds")
        }
        try pipe.writeEnd.writeAll(text.utf8)
        return pipe.readEnd
    }

    private func collect<Input: InputProtocol, Output: OutputProtocol>(
        _ configuration: Configuration, input: Input, output: Output
    ) async throws -> End {
        let result = try await Subprocess.run(configuration, input: input, output: output, error: .sequence) {
            try await Self.tail(of: $0.standardError)
        }
        return End(failure: result.terminationStatus.failure, errors: result.closureResult)
    }

    private func answer<Input: InputProtocol>(
        _ configuration: Configuration, input: Input
    ) async throws -> (end: End, answer: String) {
        let result = try await Subprocess.run(
            configuration, input: input, output: .string(limit: 16 << 20), error: .sequence
        ) { try await Self.tail(of: $0.standardError) }
        return (End(failure: result.terminationStatus.failure, errors: result.closureResult), result.standardOutput)
    }

    private static func tail(of stream: SubprocessOutputSequence) async throws -> String {
        var tail: [UInt8] = []
        for try await buffer in stream {
            buffer.withUnsafeBytes { tail.append(contentsOf: $0) }
            if tail.count > 128 << 10 { tail.removeFirst(tail.count - (64 << 10)) }
        }
        return String(decoding: tail.suffix(64 << 10), as: UTF8.self)
    }
}

extension DatabaseProgram.End {
    /// The last line of what it said; else how it ended.
    var lastWords: String {
        errors.split(separator: "\n").last { !$0.trimmingCharacters(in: .whitespaces).isEmpty }.map(String.init)
            ?? failure ?? "it said nothing"
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
