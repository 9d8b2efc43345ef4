import Archive
import Deployment
import SystemPackage

/// One pg_dump, run beside the database and read as it writes.
struct DumpStream: Sendable {
    let deployment: any Deployment
    let database: String
    var snapshot: String?

    /// Runs pg_dump and hands its text to `handler`.
    /// - Returns: the handler, and what the dump holds.
    /// - Throws: when the program fails or its text ends before its end marker, whatever the program's exit code; the
    ///   program's own words go before what follows from them.
    func read<Handler: DumpHandler & Sendable>(
        _ arguments: [String], into handler: Handler
    ) async throws -> (handler: Handler, inventory: Inventory) {
        // A table locked by somebody else must not keep the backup, and all that wait for it, for ever.
        var all = ["--no-password", "--lock-wait-timeout=300000"] + arguments
        if let snapshot { all.append("--snapshot=\(snapshot)") }
        let program = DatabaseProgram(.dump, all, database: database)
        let pipe = try KernelPipe()
        let source = pipe.readEnd
        let scan = Task { try await offload { try Self.scan(source, into: handler) } }
        let ended = await Result.catching { try await deployment.run(program, input: nil, output: pipe.writeEnd) }
        let text = await scan.result
        let end = try ended.get()
        if end.failure != nil, text.isSuccess || text.isCutShort {
            throw RecoveryError(program: .dump, database: database, end: end)
        }
        return try text.get()
    }

    /// Reads to the end, and closes: a program whose text nobody wants must not go on writing it.
    private static func scan<Handler: DumpHandler>(
        _ source: FileDescriptor, into handler: consuming Handler
    ) throws -> (handler: Handler, inventory: Inventory) {
        defer { try? source.close() }
        var scanner = DumpScanner()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Int(KernelPipe.capacity), alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try source.read(into: buffer)
            guard count > 0 else { break }
            try scanner.consume(UnsafeRawBufferPointer(rebasing: buffer[..<count]).bytes, into: &handler)
        }
        try scanner.finish(into: &handler)
        return (handler, scanner.inventory)
    }
}

extension Result where Failure == any Error {
    var isSuccess: Bool {
        if case .success = self { true } else { false }
    }

    fileprivate var isCutShort: Bool {
        guard case .failure(let error as ArchiveError) = self else { return false }
        return error.reason == .cutShort || error.reason == .empty
    }
}
