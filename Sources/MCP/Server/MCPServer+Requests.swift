import JSONValues

/// Who asks, and how.
struct Caller: Sendable {
    var version: ProtocolVersion
    /// A header of the HTTP request; always nil over standard streams.
    var header: @Sendable (String) -> String? = { _ in nil }
    /// Sends something that belongs to the request, before its answer.
    var notify: (@Sendable (Message.Notification) async -> Void)?
}

extension MCPServer {
    /// Answers a request of any era but `initialize` and `subscriptions/listen`, which belong to the transport.
    /// - Throws: `ProtocolError`, or `CancellationError` when the task was cancelled: then there is no answer.
    func result(of request: Message.Request, from caller: Caller) async throws -> JSON {
        let result: JSON
        switch request.method {
        case Method.discover where caller.version.isModern: result = discovery
        case Method.ping where !caller.version.isModern: result = [:]
        case Method.listTools: result = try toolList(request.params, version: caller.version)
        case Method.callTool: result = try await call(request.params, from: caller).json
        default: throw ProtocolError.methodNotFound(request.method)
        }
        return caller.version.isModern ? complete(result) : result
    }

    /// The answer as a message; nil where the request was cancelled.
    func response(to request: Message.Request, from caller: Caller) async -> Message.Response? {
        do {
            return Message.Response(id: request.id, outcome: .success(try await result(of: request, from: caller)))
        } catch let error as ProtocolError {
            return Message.Response(id: request.id, outcome: .failure(error))
        } catch {
            return nil
        }
    }

    /// What `initialize` answers, and the version that the session speaks from then on: the client's own where it is
    /// known, otherwise the newest that still had sessions.
    func initialization(_ params: JSON?) throws(ProtocolError) -> (result: JSON, version: ProtocolVersion) {
        guard let requested = params?["protocolVersion"]?.string else {
            throw .invalidParams("initialize needs a protocolVersion")
        }
        let version = ProtocolVersion.legacy.first { $0.rawValue == requested } ?? .newestLegacy
        let result = JSON.object([
            "protocolVersion": .string(version.rawValue), "capabilities": capabilities, "serverInfo": identity.json,
        ])
        return (result.setting("instructions", to: instructions.map(JSON.string)), version)
    }

    private var capabilities: JSON { ["tools": ["listChanged": true]] }

    private var discovery: JSON {
        JSON.object([
            "supportedVersions": .array(ProtocolVersion.modern.map { .string($0.rawValue) }),
            "capabilities": capabilities, "ttlMs": 0, "cacheScope": "public",
        ]).setting("instructions", to: instructions.map(JSON.string))
    }

    /// What every result of the modern era has.
    func complete(_ result: JSON) -> JSON {
        result.setting("resultType", to: "complete").settingMetadata(MetadataKey.serverInfo, to: identity.json)
    }

    /// What a modern request says of itself must be there, whatever brought it.
    func validateMetadata(of request: Message.Request) throws(ProtocolError) -> ProtocolVersion {
        guard let metadata = request.params?.metadata, let version = metadata[MetadataKey.protocolVersion]?.string,
            metadata[MetadataKey.clientCapabilities]?.object != nil
        else {
            throw .invalidParams(
                "params._meta must have \(MetadataKey.protocolVersion) and \(MetadataKey.clientCapabilities)")
        }
        guard let version = ProtocolVersion.modern.first(where: { $0.rawValue == version }) else {
            throw .unsupportedVersion(version, supported: ProtocolVersion.modern)
        }
        return version
    }
}
