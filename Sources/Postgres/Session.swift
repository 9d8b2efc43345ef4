import CPostgres
import Logging

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One session with a server: all that touches libpq's connection. Lives on its connection's queue; its calls block.
@safe final class Session {
    let connection: OpaquePointer
    let canceller: Canceller
    let grace: Duration
    private let notices: Notices
    /// Set where the server still owes something nobody will wait for.
    var isAbandoned = false

    /// Connects; ends early when interrupted.
    init(
        _ address: Address, options: ConnectionOptions, logger: Logger, deadline: ContinuousClock.Instant,
        interruption: Interruption
    ) throws(PostgresError) {
        var parameters = address.parameters
        parameters["client_encoding"] = "UTF8"
        parameters["fallback_application_name"] = options.applicationName
        let settings = options.sessionSettings.map { "-c \($0.name)=\($0.value)" }.joined(separator: " ")
        parameters["options"] = [parameters["options"], settings].compactMap { $0 }.joined(separator: " ")
        guard let connection = unsafe Self.start(parameters) else {
            throw PostgresError(.connection, "there is no memory for a connection")
        }
        do {
            try unsafe Self.finishConnecting(connection, address, deadline: deadline, interruption: interruption)
        } catch {
            unsafe PQfinish(connection)
            throw error
        }
        guard unsafe PQsetnonblocking(connection, 1) == 0, let canceller = unsafe Canceller(connection) else {
            unsafe PQfinish(connection)
            throw PostgresError(.connection, "the connection to \(address) was lost at once")
        }
        unsafe self.connection = unsafe connection
        self.canceller = canceller
        grace = options.grace
        notices = Notices(logger)
        unsafe notices.receive(from: connection)
    }

    deinit { unsafe PQfinish(connection) }

    var isOpen: Bool { unsafe !isAbandoned && PQstatus(connection) == CONNECTION_OK }

    /// Whether no transaction is open and nothing is under way.
    var isIdle: Bool { unsafe PQtransactionStatus(connection) == PQTRANS_IDLE }

    var processID: Int32 { unsafe PQbackendPID(connection) }

    /// Major times 10000 plus minor, e.g. 160004.
    var serverVersion: Int { unsafe Int(PQserverVersion(connection)) }

    /// Whether the server still holds its end, as far as can be told without asking it.
    func seemsAlive() -> Bool {
        guard isOpen else { return false }
        guard Self.wait(unsafe PQsocket(connection), for: POLLIN, milliseconds: 0) else { return true }
        // What arrives unasked is a notice, or the server's farewell.
        return unsafe PQconsumeInput(connection) == 1 && isOpen
            && !Self.wait(unsafe PQsocket(connection), for: POLLIN, milliseconds: 0)
    }

    private static func start(_ parameters: [String: String]) -> OpaquePointer? {
        let pairs = Array(parameters)
        var keywords: [UnsafePointer<CChar>?] = unsafe []
        var values: [UnsafePointer<CChar>?] = unsafe []
        var copies: [UnsafeMutablePointer<CChar>?] = unsafe []
        defer { unsafe copies.forEach { unsafe free($0) } }
        for (keyword, value) in pairs {
            let copiedKeyword = unsafe strdup(keyword)
            let copiedValue = unsafe strdup(value)
            unsafe copies += [copiedKeyword, copiedValue]
            unsafe keywords.append(copiedKeyword)
            unsafe values.append(copiedValue)
        }
        unsafe keywords.append(nil)
        unsafe values.append(nil)
        return unsafe PQconnectStartParams(keywords, values, 0)
    }

    private static func finishConnecting(
        _ connection: OpaquePointer, _ address: Address, deadline: ContinuousClock.Instant, interruption: Interruption
    ) throws(PostgresError) {
        var awaited = PGRES_POLLING_WRITING
        guard unsafe PQstatus(connection) != CONNECTION_BAD else { throw unsafe failure(connection, address) }
        while true {
            switch awaited {
            case PGRES_POLLING_OK:
                return
            case PGRES_POLLING_READING, PGRES_POLLING_WRITING:
                let remaining = deadline - .now
                if interruption.reason != nil {
                    throw PostgresError(.cancelled, "connecting to \(address) was cancelled")
                }
                guard remaining > .zero else {
                    throw PostgresError(
                        .connection, "\(address) did not answer in time",
                        hints: ["check the host and the port, and that nothing between here and there blocks them"])
                }
                let event = awaited == PGRES_POLLING_READING ? POLLIN : POLLOUT
                let slice = min(remaining.wholeMilliseconds, Self.slice)
                guard wait(unsafe PQsocket(connection), for: event, milliseconds: slice) else { continue }
                awaited = unsafe PQconnectPoll(connection)
            default:
                throw unsafe failure(connection, address)
            }
        }
    }

    /// How often a wait looks whether it should end, in milliseconds.
    static let slice: Int32 = 100

    /// Whether the socket became ready (or broke, which the next call tells) before the time passed.
    static func wait(_ socket: CInt, for event: CInt, milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: socket, events: Int16(event), revents: 0)
        return unsafe poll(&descriptor, 1, milliseconds) > 0
    }

    private static func failure(_ connection: OpaquePointer, _ address: Address) -> PostgresError {
        var text = unsafe PQerrorMessage(connection).map { unsafe String(cString: $0) } ?? ""
        while text.last?.isNewline == true { text.removeLast() }
        let lines = text.split(separator: "\n").map { $0.trimmingPrefix { $0.isWhitespace } }
        return PostgresError(
            .connection, "there is no connection to \(address): \(lines.first ?? "libpq does not say why")",
            hints: lines.dropFirst().map { "libpq says: \($0)" }, sqlState: sqlState(ofConnectMessage: text))
    }

    /// libpq keeps no SQLSTATE of a refused connection; these messages of the server are told apart by their English
    /// words, and everything else counts as worth another try.
    private static func sqlState(ofConnectMessage text: String) -> String? {
        if text.contains("password authentication failed") || text.contains("no password supplied") { return "28P01" }
        if text.contains("no pg_hba.conf entry") || text.contains("authentication failed") { return "28000" }
        if text.contains("FATAL:  role ") && text.contains("does not exist") { return "28000" }
        if text.contains("FATAL:  database ") && text.contains("does not exist") { return "3D000" }
        return nil
    }
}
