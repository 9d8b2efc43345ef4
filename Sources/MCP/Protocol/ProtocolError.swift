import JSONValues

/// An error of the protocol: JSON-RPC's `error`. A tool that fails answers with a result instead, see `ToolResult`.
package struct ProtocolError: Error, Sendable, Hashable, CustomStringConvertible {
    package var code: Int
    package var message: String
    package var data: JSON?

    package init(code: Int, message: String, data: JSON? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    package var description: String { "\(message) (\(code))" }
}

extension ProtocolError {
    static let parseErrorCode = -32700
    static let invalidRequestCode = -32600
    static let methodNotFoundCode = -32601
    static let invalidParamsCode = -32602
    static let internalErrorCode = -32603
    /// Of revision 2026-07-28: the HTTP headers do not say what the body says.
    static let headerMismatchCode = -32020
    /// Of revision 2026-07-28: the request needs a capability that the client did not declare.
    static let missingCapabilityCode = -32021
    /// Of revision 2026-07-28: `data.supported` lists the versions that are spoken.
    static let unsupportedVersionCode = -32022

    static func parseError(_ message: String) -> Self { Self(code: parseErrorCode, message: message) }
    static func invalidRequest(_ message: String) -> Self { Self(code: invalidRequestCode, message: message) }
    static func methodNotFound(_ method: String) -> Self {
        Self(code: methodNotFoundCode, message: "there is no method \(method.prefix(100))")
    }
    package static func invalidParams(_ message: String) -> Self { Self(code: invalidParamsCode, message: message) }
    package static func internalError(_ message: String) -> Self { Self(code: internalErrorCode, message: message) }
    static func headerMismatch(_ message: String) -> Self { Self(code: headerMismatchCode, message: message) }
    static func unsupportedVersion(_ requested: String, supported: [ProtocolVersion]) -> Self {
        Self(
            code: unsupportedVersionCode, message: "the protocol version \(requested.prefix(100)) is not spoken here",
            data: ["supported": .array(supported.map { .string($0.rawValue) }), "requested": .string(requested)])
    }

    /// Only servers of the modern era send these; any other error leaves the era open.
    var isModern: Bool {
        [Self.headerMismatchCode, Self.missingCapabilityCode, Self.unsupportedVersionCode].contains(code)
    }

    init?(_ json: JSON) {
        guard let code = json["code"]?.integer, let message = json["message"]?.string else { return nil }
        self.init(code: code, message: message, data: json["data"])
    }

    var json: JSON {
        JSON.object(["code": .integer(code), "message": .string(message)]).setting("data", to: data)
    }
}
