import JSONValues

extension MCPClient {
    /// The server's tools that can be used, at most `Options.maximumTools`; kept until it says that they changed.
    package func tools() async throws -> [ToolDefinition] {
        try await limited(Deadline(after: options.callTimeout, ceiling: options.callCeiling)) {
            try await self.withConnection(repeats: true) { try await self.toolSet($0).definitions }
        }
    }

    /// Calls a tool. A call is sent again by itself only where nothing arrived, or where the connection was lost and the
    /// tool says that it only reads or that twice is once. Cancelling the task cancels the call at the server.
    ///
    /// - Parameters:
    ///   - arguments: an object; the server checks it.
    ///   - headers: of this call alone, such as a person's own token; nothing over standard streams.
    ///   - timeout: instead of `Options.callTimeout`.
    ///   - progress: called for each report, in order.
    /// - Returns: also a failure of the tool, see `ToolResult.isError`.
    /// - Throws: `MCPError`, `CancellationError`.
    package func call(
        _ tool: String, arguments: JSON = [:], headers: [String: String] = [:], timeout: Duration? = nil,
        progress: (@Sendable (Progress) -> Void)? = nil
    ) async throws -> ToolResult {
        let deadline = Deadline(after: timeout ?? options.callTimeout, ceiling: options.callCeiling)
        let call = PendingCall(
            tool: tool, arguments: arguments, headers: headers.map { ($0.key, $0.value) },
            progress: { report in
                deadline.putOff()
                progress?(report)
            })
        return try await limited(deadline, "its tool \(tool)") {
            let repeats = try await self.withConnection(repeats: true) { connection in
                try await self.toolSet(connection)[tool]?.annotations.allowsRepeating ?? false
            }
            return try await self.withConnection(repeats: repeats) { try await self.perform(call, over: $0) }
        }
    }

    private struct PendingCall: Sendable {
        var tool: String
        var arguments: JSON
        var headers: HeaderList
        var progress: @Sendable (Progress) -> Void
    }

    private func perform(_ call: PendingCall, over connection: Connection) async throws -> ToolResult {
        var tools = try await toolSet(connection)
        var params: JSON = ["name": .string(call.tool), "arguments": call.arguments]
        var mayRefresh = true
        var rounds = 0
        while true {
            if let reason = tools.rejected[call.tool] {
                throw MCPError(
                    .unknownTool, "the tool \(call.tool) of the MCP server \(name) cannot be used: \(reason)")
            }
            let parameters = connection.version.isModern ? tools.parameterHeaders[call.tool] ?? .none : .none
            let result: JSON
            do {
                result = try await connection.request(
                    Method.callTool, params, headers: call.headers + parameters.headers(for: call.arguments),
                    progress: call.progress)
            } catch let error as MCPError {
                // Its list has changed, and with it the headers.
                guard case .refused(let refusal) = error.reason, mayRefresh,
                    refusal.code == ProtocolError.headerMismatchCode
                else { throw error }
                mayRefresh = false
                tools = try await toolSet(connection, fresh: true)
                continue
            }
            switch connection.version.isModern ? result["resultType"]?.string ?? "complete" : "complete" {
            case "complete": return try toolResult(result, tools[call.tool])
            case "input_required":
                rounds += 1
                params = try await answered(params, to: result, round: rounds)
            case let type:
                throw violation("its result is of the unknown type \(type.prefix(100))")
            }
        }
    }

    /// The same call with what the server wanted to know.
    private func answered(_ params: JSON, to result: JSON, round: Int) async throws -> JSON {
        let requests = result["inputRequests"]?.object ?? [:]
        guard round <= options.maximumRounds else {
            throw MCPError(.inputRequired, "the MCP server \(name) asked back more than \(options.maximumRounds) times")
        }
        var responses: [String: JSON] = [:]
        for (key, request) in requests.sorted(by: { $0.key < $1.key }) {
            guard let elicitation, request["method"]?.string == Method.elicit else {
                throw MCPError(
                    .inputRequired, "the MCP server \(name) asked for something that nobody here can answer",
                    hints: ["Give the tool all that it needs in its arguments."])
            }
            responses[key] = await Elicitation.result(request["params"], elicitation)
        }
        return params.setting("inputResponses", to: .object(responses)).setting(
            "requestState", to: result["requestState"])
    }

    private func toolResult(_ json: JSON, _ definition: ToolDefinition?) throws -> ToolResult {
        let result: ToolResult
        do {
            result = try ToolResult(json)
        } catch {
            throw violation("\(error)")
        }
        guard let schema = definition?.outputSchema, !result.isError else { return result }
        let violations = result.structuredContent.map { Schema(schema).violations(in: $0) } ?? []
        guard let first = violations.first else { return result }
        throw violation("a result does not fit the schema of its tool: \(first)")
    }

    func toolSet(_ connection: Connection, fresh: Bool = false) async throws -> ToolSet {
        if !fresh, let tools = state.withLock({ $0.number == connection.number ? $0.tools : nil }) { return tools }
        let tools = try await connection.tools(atMost: options.maximumTools, logger: logger)
        state.withLock { state in
            if state.number == connection.number { state.tools = tools }
        }
        return tools
    }

    func limited<Value: Sendable>(
        _ deadline: Deadline, _ what: String = "it", _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let late = MCPError(
            .timedOut, "the MCP server \(name) did not answer in time" + (what == "it" ? "" : " for \(what)"),
            hints: ["Try again; if that does not help, look at the server's log."])
        return try await deadline.limit(late: late, body)
    }

    private func violation(_ what: String) -> MCPError {
        MCPError(.protocolViolation, "the MCP server \(name) does not keep to the protocol: \(what)")
    }
}
