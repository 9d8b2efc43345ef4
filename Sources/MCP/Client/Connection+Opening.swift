import JSONValues

extension Connection {
    /// What the first question to a server brought.
    private enum Finding {
        case modern(JSON)
        /// Modern, but it does not answer that question.
        case modernUndescribed
        case unsupported([String])
        case legacy
    }

    /// Finds out what the server speaks, beginning with the newest, and opens a session where there are any.
    /// - Parameter patience: how long a program may be silent until it counts as legacy.
    func opened(patience: Duration) async throws -> Connection {
        var connection = self
        connection.era = .modern(ProtocolVersion.modern[ProtocolVersion.modern.count - 1])
        for _ in 0..<3 {
            switch try await connection.find(patience: patience) {
            case .modern(let description): return try await connection.described(by: description)
            case .modernUndescribed: return connection
            case .legacy: return try await initialized(.newestLegacy)
            case .unsupported(let versions):
                let common = ProtocolVersion.allCases.filter { versions.contains($0.rawValue) }
                guard let version = common.last else { throw speaksOnly(versions) }
                guard version.isModern else { return try await initialized(version) }
                connection.era = .modern(version)
            }
        }
        throw MCPError(.protocolViolation, "the MCP server \(name) refuses each version that it says it speaks")
    }

    private func find(patience: Duration) async throws -> Finding {
        do {
            if isHTTP { return .modern(try await request(Method.discover)) }
            return .modern(
                try await Deadline(after: patience, ceiling: patience)
                    .limit(late: MCPError(.timedOut, "the MCP server \(name) is silent")) {
                        try await request(Method.discover)
                    })
        } catch let error as MCPError {
            switch error.reason {
            case .refused(let refusal) where refusal.code == ProtocolError.unsupportedVersionCode:
                return .unsupported((refusal.data?["supported"]?.array ?? []).compactMap(\.string))
            case .refused(let refusal) where refusal.isModern: return .modernUndescribed
            case .refused(let refusal) where isHTTP && refusal.code == ProtocolError.methodNotFoundCode:
                // With status 404 it is a modern server, which need not answer this over HTTP; with 200 anything.
                return error.status == 404 ? .modernUndescribed : .legacy
            case .refused, .status, .protocolViolation: return .legacy
            case .timedOut where !isHTTP: return .legacy
            default: throw error
            }
        }
    }

    private func described(by description: JSON) async throws -> Connection {
        var connection = self
        if let versions = description["supportedVersions"]?.array?.compactMap(\.string) {
            let common = ProtocolVersion.allCases.filter { versions.contains($0.rawValue) }
            guard let version = common.last else { throw speaksOnly(versions) }
            guard version.isModern else { return try await initialized(version) }
            connection.era = .modern(version)
        }
        connection.server = Implementation(description.metadata?[MetadataKey.serverInfo] ?? description["serverInfo"])
        connection.instructions = description["instructions"]?.string
        connection.announcesChanges = description["capabilities"]?["tools"]?["listChanged"] == true
        return connection
    }

    /// The handshake of the legacy era.
    func initialized(_ version: ProtocolVersion) async throws -> Connection {
        var connection = self
        connection.era = .legacy(version, session: nil)
        let id = RequestID.integer(numbers.next())
        let request = Message.Request(id: id, method: Method.initialize, params: introduction(version))
        let reply = try await transport.send(request, headers: [], resumes: false)
        let result: JSON
        switch reply.response.outcome {
        case .success(let value): result = value
        case .failure(let error):
            throw MCPError(.refused(error), "the MCP server \(name) refused to begin a session: \(error)")
        }
        guard let spoken = result["protocolVersion"]?.string,
            let agreed = ProtocolVersion.legacy.first(where: { $0.rawValue == spoken })
        else { throw speaksOnly([result["protocolVersion"]?.string ?? "no version"]) }
        connection.era = .legacy(agreed, session: reply.sessionID)
        connection.server = Implementation(result["serverInfo"])
        connection.instructions = result["instructions"]?.string
        connection.announcesChanges = result["capabilities"]?["tools"]?["listChanged"] == true
        let (transport, headers) = (transport, connection.sessionHeaders)
        inbox.answers { response in try? await transport.post(.response(response), headers: headers) }
        try await connection.notify(Method.initialized)
        return connection
    }

    private func speaksOnly(_ versions: [String]) -> MCPError {
        let list = versions.prefix(10).map { String($0.prefix(30)) }.joined(separator: ", ")
        return MCPError(
            .protocolViolation, "the MCP server \(name) speaks \(list), none of which is spoken here",
            hints: ["Spoken here are \(ProtocolVersion.allCases.map(\.rawValue).joined(separator: ", "))."])
    }
}
