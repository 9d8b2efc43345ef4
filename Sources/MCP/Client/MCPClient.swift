import Logging
import Synchronization

/// Another's server of the Model Context Protocol, of whatever revision, over HTTP or as a program.
///
/// It connects when it is first needed, and again whenever that is needed; `run` keeps an eye on it in between.
package final class MCPClient: Sendable {
    package enum Endpoint: Sendable {
        /// The headers go with every request.
        case http(url: String, headers: [String: String] = [:])
        case program(ServerProgram)
    }

    package let name: String
    let endpoint: Endpoint
    let identity: Implementation
    let options: Options
    let probe: Probe?
    let elicitation: Elicitation.Handler?
    let logger: Logger
    let numbers = Connection.Numbers()
    let state = Mutex(State())
    /// Told that the tools changed; several times is once.
    let changed: (stream: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation)
    private let changes:
        (stream: AsyncStream<[ToolDefinition]>, continuation: AsyncStream<[ToolDefinition]>.Continuation)

    struct State {
        var connecting: Task<Connection, any Error>?
        var number = 0
        var tools: ToolSet?
        var health = MCPHealth()
    }

    /// - Parameters:
    ///   - name: for logs, health and errors.
    ///   - probe: what proves that the server works; nil where a list with at least one tool is proof enough.
    ///   - elicitation: asked when the server wants something of the person; nil says that nobody can be asked.
    package init(
        name: String, endpoint: Endpoint, identity: Implementation, options: Options = Options(), probe: Probe? = nil,
        elicitation: Elicitation.Handler? = nil, logger: Logger = Logger(label: "mcp")
    ) {
        self.name = name
        self.endpoint = endpoint
        self.identity = identity
        self.options = options
        self.probe = probe
        self.elicitation = elicitation
        self.logger = logger
        changed = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        changes = AsyncStream.makeStream(of: [ToolDefinition].self, bufferingPolicy: .bufferingNewest(1))
    }

    /// The tools each time they changed, while `run` runs; only the newest waits for its reader. One reader.
    package var toolChanges: AsyncStream<[ToolDefinition]> { changes.stream }

    func publish(_ tools: [ToolDefinition]) { changes.continuation.yield(tools) }

    /// Ends the session and the program; what waits fails. A later call connects anew.
    package func close() async {
        let connecting = state.withLock { state in
            defer { (state.connecting, state.tools, state.health) = (nil, nil, MCPHealth()) }
            return state.connecting
        }
        guard let connection = try? await connecting?.value else { return }
        let deadline = Deadline(after: .seconds(2), ceiling: .seconds(2))
        try? await deadline.limit(late: MCPError(.timedOut, "")) {
            await connection.transport.endSession(headers: connection.sessionHeaders)
        }
        await connection.transport.close()
    }
}

extension MCPClient {
    /// Times and amounts. A server that is slower or says more is given up, not waited for.
    package struct Options: Sendable {
        /// For finding out the era and opening a session.
        package var connectTimeout: Duration
        /// How long a program may be silent at the first question until it counts as one of the legacy era.
        package var probeTimeout: Duration
        /// How long a program may take to end when its input is closed, and again when it was asked to.
        package var endTimeout: Duration
        /// For a call; each report of progress begins it anew.
        package var callTimeout: Duration
        /// For a call, whatever it reports.
        package var callCeiling: Duration
        /// Between two checks of `run`.
        package var checkInterval: Duration
        package var checkTimeout: Duration
        /// The first wait before connecting again, which doubles up to the last.
        package var backoff: ClosedRange<Duration>
        /// More tools than these are not listed.
        package var maximumTools: Int
        /// Times that a server may ask something back in one call.
        package var maximumRounds: Int
        package var limits: TransportLimits

        package init(
            connectTimeout: Duration = .seconds(15), probeTimeout: Duration = .seconds(5),
            endTimeout: Duration = .seconds(2),
            callTimeout: Duration = .seconds(30), callCeiling: Duration = .seconds(300),
            checkInterval: Duration = .seconds(600), checkTimeout: Duration = .seconds(15),
            backoff: ClosedRange<Duration> = .milliseconds(500)...(.seconds(30)), maximumTools: Int = 256,
            maximumRounds: Int = 8, limits: TransportLimits = TransportLimits()
        ) {
            self.connectTimeout = connectTimeout
            self.probeTimeout = probeTimeout
            self.endTimeout = endTimeout
            self.callTimeout = callTimeout
            self.callCeiling = callCeiling
            self.checkInterval = checkInterval
            self.checkTimeout = checkTimeout
            self.backoff = backoff
            self.maximumTools = maximumTools
            self.maximumRounds = maximumRounds
            self.limits = limits
        }
    }
}
