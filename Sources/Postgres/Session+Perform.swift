import CPostgres

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension Session {
    enum Request {
        case statement(Statement)
        case script(Script)

        var text: String {
            switch self {
            case .statement(let statement): statement.text
            case .script(let script): script.text
            }
        }
    }

    /// Sends a request and waits for its end. Unless the session is closed afterwards (`isOpen`), it is ready for the
    /// next one.
    func perform(
        _ request: Request, deadline: ContinuousClock.Instant?, interruption: Interruption
    ) throws(PostgresError) -> Rows {
        guard interruption.begin(canceller) else { throw Self.interrupted(.cancelled, request) }
        let outcome: Result<Rows, PostgresError>
        do {
            try send(request)
            outcome = .success(try collect(request, deadline: deadline, interruption: interruption))
        } catch {
            outcome = .failure(error)
        }
        if !interruption.end(within: grace) { isAbandoned = true }
        guard case .failure(let error) = outcome, error.sqlState == "57014" else { return try outcome.get() }
        // The server says only that it was cancelled.
        if let reason = interruption.reason { throw Self.interrupted(reason.kind, request) }
        throw PostgresError(
            error.summary.contains("timeout") ? .timeout : .server, error.summary, hints: error.hints,
            sqlState: error.sqlState, severity: error.severity, statement: request.text)
    }

    private func send(_ request: Request) throws(PostgresError) {
        let sent: CInt
        switch request {
        case .script(let script):
            try Self.refuseZeroBytes(script.text)
            sent = unsafe PQsendQuery(connection, script.text)
        case .statement(let statement):
            try Self.refuseZeroBytes(statement.text)
            sent = try send(statement)
        }
        guard sent == 1 else { throw connectionLost(request) }
    }

    private func send(_ statement: Statement) throws(PostgresError) -> CInt {
        let parameters = statement.parameters
        // PostgreSQL's protocol counts parameters in 16 bits.
        guard parameters.count <= 65_535 else {
            throw PostgresError(.misuse, "a statement has \(parameters.count) values, and 65535 are allowed")
        }
        // One block of bytes for all values, each text with its zero; offsets, as the block moves while it grows.
        var block: [UInt8] = []
        var offsets: [Int?] = []
        var lengths: [CInt] = []
        var formats: [CInt] = []
        var types: [Oid] = []
        for parameter in parameters {
            offsets.append(parameter.content == .null ? nil : block.count)
            switch parameter.content {
            case .null:
                lengths.append(0)
                formats.append(0)
                types.append(0)
            case .text(let text):
                try Self.refuseZeroBytes(text)
                block += text.utf8
                block.append(0)
                lengths.append(0)
                formats.append(0)
                types.append(0)
            case .bytes(let bytes):
                block += bytes
                // An empty value still needs an address.
                block.append(0)
                lengths.append(CInt(bytes.count))
                formats.append(1)
                types.append(ColumnType.bytea)
            }
        }
        return unsafe block.withUnsafeBytes { bytes in
            let values: [UnsafePointer<CChar>?] = unsafe offsets.map { offset in
                unsafe offset.flatMap { unsafe (bytes.baseAddress! + $0).assumingMemoryBound(to: CChar.self) }
            }
            return unsafe PQsendQueryParams(
                connection, statement.text, CInt(parameters.count), types, values, lengths, formats, 0)
        }
    }

    private static func refuseZeroBytes(_ text: String) throws(PostgresError) {
        guard !text.utf8.contains(0) else {
            throw PostgresError(
                .misuse, "a text with a zero byte cannot be sent to PostgreSQL",
                hints: ["leave the byte out, or send the value as bytes"])
        }
    }

    /// Waits for all results; the last one counts, or the first error.
    private func collect(
        _ request: Request, deadline: ContinuousClock.Instant?, interruption: Interruption
    ) throws(PostgresError) -> Rows {
        var rows = Rows(columns: [], affected: 0, commandTag: "", cells: [])
        var failure: PostgresError?
        while true {
            try waitForResult(request, deadline: deadline, interruption: interruption)
            guard let result = unsafe PQgetResult(connection) else { break }
            defer { unsafe PQclear(result) }
            switch unsafe PQresultStatus(result) {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
                rows = unsafe Self.rows(result)
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                isAbandoned = true
                throw PostgresError(
                    .misuse, "COPY from or to the client is not for a query", statement: request.text)
            default:
                if failure == nil { failure = unsafe error(result, request) }
            }
        }
        if let failure { throw failure }
        guard isOpen else { throw connectionLost(request) }
        return rows
    }

    /// Returns when PQgetResult does not block.
    private func waitForResult(
        _ request: Request, deadline: ContinuousClock.Instant?, interruption: Interruption
    ) throws(PostgresError) {
        var isFlushed = false
        while true {
            if !isFlushed {
                switch unsafe PQflush(connection) {
                case 0: isFlushed = true
                case 1: break
                default: throw connectionLost(request)
                }
            }
            if isFlushed, unsafe PQisBusy(connection) == 0 { return }
            let now = ContinuousClock.now
            if let reason = interruption.reason {
                if reason.since + grace < now {
                    isAbandoned = true
                    throw Self.interrupted(reason.kind, request)
                }
            } else if let deadline, deadline <= now {
                interruption.interrupt(.timeout)
            }
            var slice = Self.slice
            if let deadline, deadline > now { slice = min(slice, (deadline - now).wholeMilliseconds) }
            let event = isFlushed ? POLLIN : POLLIN | POLLOUT
            guard Self.wait(unsafe PQsocket(connection), for: event, milliseconds: slice) else { continue }
            // What came before the end still holds the server's reason; PQgetResult reads that without blocking.
            guard unsafe PQconsumeInput(connection) == 1 else { return }
        }
    }

    private static func interrupted(_ reason: Interruption.Reason, _ request: Request) -> PostgresError {
        switch reason {
        case .cancelled: PostgresError(.cancelled, "the statement was cancelled", statement: request.text)
        case .timeout: PostgresError(.timeout, "the statement took longer than it may", statement: request.text)
        }
    }
}
