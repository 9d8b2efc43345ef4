import Archive
import Deployment
import SystemPackage

/// A psql that is fed a script beside the database; its first error ends it.
struct ScriptFeed: Sendable {
    let deployment: any Deployment
    let database: String

    /// Where the script's text goes.
    struct Sink: Sendable {
        fileprivate let descriptor: FileDescriptor

        func write(_ bytes: RawSpan) throws {
            try bytes.withUnsafeBytes { _ = try descriptor.writeAll($0) }
        }

        func write(_ text: String) throws { try descriptor.writeAll(text.utf8) }
    }

    /// Runs psql while `feed`, on a thread that may block, writes the script.
    ///
    /// A statement that the server refuses is the script's fault, and so the backup's: the reason is `.badBackup`. A psql
    /// that ends well without having come to the script's end is believed nothing: whatever carried the script there lost
    /// some of it.
    /// - Returns: how many rows the server counted for each COPY, in their order.
    func run(_ subject: String, _ feed: @escaping @Sendable (Sink) throws -> Void) async throws -> [Int] {
        let script = try KernelPipe()
        let answers = try KernelPipe()
        let program = DatabaseProgram(
            .psql, ["-X", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=verbose"], database: database)
        let mark = "reva-\(UInt64.random(in: .min ... .max))"
        let listening = Task { try await offload { try Self.answers(from: answers.readEnd, endingWith: mark) } }
        let feeding = Task {
            try await offload {
                defer { try? script.writeEnd.close() }
                let sink = Sink(descriptor: script.writeEnd)
                try feed(sink)
                try sink.write("\\echo \(mark)\n")
            }
        }
        let ended = await Result.catching {
            try await deployment.run(program, input: script.readEnd, output: answers.writeEnd)
        }
        let fed = await feeding.result
        let (counts, hasEnded) = try await listening.value
        let end = try ended.get()
        try Task.checkCancellation()
        // When psql stops at an error, what fails here is the writing to it: the cause is in its own words.
        if end.failure != nil, fed.isSuccess || fed.isBrokenPipe {
            throw RecoveryError(program: .psql, database: database, end: end, subject: subject, fault: .badBackup)
        }
        if fed.isSuccess || fed.isBrokenPipe, !hasEnded {
            throw RecoveryError("\(subject): psql ended well before the script did")
        }
        try fed.get()
        return counts
    }

    /// The rows of each COPY, and whether the last that was said is the mark.
    private static func answers(
        from answers: FileDescriptor, endingWith mark: String
    ) throws -> (counts: [Int], hasEnded: Bool) {
        defer { try? answers.close() }
        var counts: [Int] = []
        var last = ""
        var line: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { buffer.deallocate() }
        while case let count = try answers.read(into: buffer), count > 0 {
            for byte in buffer[..<count] {
                if byte != UInt8(ascii: "\n") {
                    // Results of the script's SELECTs pass by here too; a command tag is short.
                    if line.count < 64 { line.append(byte) }
                    continue
                }
                last = String(decoding: line, as: UTF8.self)
                if last.hasPrefix("COPY "), let rows = Int(last.dropFirst(5)) { counts.append(rows) }
                line.removeAll(keepingCapacity: true)
            }
        }
        return (counts, last == mark)
    }
}

extension Result where Failure == any Error {
    fileprivate var isBrokenPipe: Bool {
        if case .failure(Errno.brokenPipe) = self { true } else { false }
    }
}
