import Hummingbird
import JSONValues

extension HTTPEndpoint {
    /// Revision 2026-07-28: every request stands alone.
    func answer(modern message: Message, _ request: Request) async -> Response {
        switch message {
        case .notification: return Response(status: .accepted)
        case .response:
            return .refused(.badRequest, .invalidRequest("this server asks nothing, so nothing can be answered"))
        case .request(let call):
            do throws(ProtocolError) {
                let caller = Caller(version: try validate(call, request), header: request.header)
                return try await answer(call, caller, request)
            } catch {
                return .refused(.badRequest, error, id: call.id)
            }
        }
    }

    private func answer(
        _ call: Message.Request, _ caller: Caller, _ request: Request
    ) async throws(ProtocolError) -> Response {
        switch call.method {
        case Method.listen:
            return listen(call, request)
        case Method.callTool:
            guard let tool = call.params?["name"]?.string.flatMap(server.tool) else { break }
            try validate(call.params?["arguments"] ?? [:], against: tool.parameterHeaders, request)
            let isStream = call.params?.metadata?[MetadataKey.progressToken] != nil
            return .whileConnected(request, isStream: isStream) { notify in
                var caller = caller
                caller.notify = isStream ? notify : nil
                return await server.response(to: call, from: caller)
            }
        default: break
        }
        let response = await server.response(to: call, from: caller)
        guard let response else { return Response(status: .serviceUnavailable) }
        if case .failure(let error) = response.outcome, error.code == ProtocolError.methodNotFoundCode {
            return .refused(.notFound, error, id: call.id)
        }
        return .message(.response(response))
    }

    private func validate(_ call: Message.Request, _ request: Request) throws(ProtocolError) -> ProtocolVersion {
        guard let version = request.headers[.protocolVersion] else {
            throw .headerMismatch("the header MCP-Protocol-Version is missing")
        }
        if let stated = call.params?.metadata?[MetadataKey.protocolVersion]?.string, stated != version {
            throw .headerMismatch("MCP-Protocol-Version says \(version), params._meta says \(stated.prefix(100))")
        }
        let spoken = try server.validateMetadata(of: call)
        guard request.headers[.mcpMethod] == call.method else {
            throw .headerMismatch("the header Mcp-Method does not say \(call.method.prefix(100))")
        }
        if let name = Self.subject(of: call) {
            guard let header = request.headers[.mcpName], HeaderText.decode(header) == name else {
                throw .headerMismatch("the header Mcp-Name does not say \(name.prefix(128))")
            }
        }
        return spoken
    }

    private static func subject(of call: Message.Request) -> String? {
        switch call.method {
        case Method.callTool, "prompts/get": call.params?["name"]?.string
        case "resources/read": call.params?["uri"]?.string
        default: nil
        }
    }

    private func validate(
        _ arguments: JSON, against parameters: ParameterHeaders, _ request: Request
    ) throws(ProtocolError) {
        for parameter in parameters.parameters {
            let stated = parameter.text(in: arguments)
            let header = request.header(parameter.header)
            let isRight =
                switch (stated, header) {
                case (nil, nil): true
                case (let stated?, let header?):
                    HeaderText.decode(header).map { text in
                        text == stated || (parameter.type == "integer" && Double(text) == Double(stated))
                    } ?? false
                default: false
                }
            guard isRight else {
                throw .headerMismatch("the header \(parameter.header) does not say what the arguments say")
            }
        }
    }
}
