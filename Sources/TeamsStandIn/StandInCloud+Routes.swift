import Foundation
import Hummingbird
import NIOCore

extension StandInCloud {
    nonisolated func router(baseURL: @escaping @Sendable () -> String) -> Router<StandInContext> {
        let router = Router(context: StandInContext.self)
        router.get("v1/.well-known/openidconfiguration") { request, context in
            try await self.answer(at: .metadata, context) {
                .json([
                    "issuer": self.issuer, "jwks_uri": "\(baseURL())/v1/.well-known/keys",
                    "id_token_signing_alg_values_supported": ["RS256"],
                ])
            }
        }
        router.get("v1/.well-known/keys") { request, context in
            try await self.answer(at: .keys, context) {
                .json(["keys": try await self.keys.map { try $0.publicKey }])
            }
        }
        router.post(":tenant/oauth2/v2.0/token") { request, context in
            let form = try await request.body.collect(upTo: 1 << 16)
            let tenant = context.parameters.get("tenant") ?? ""
            return try await self.answer(at: .tokens, context) {
                await self.token(form: String(buffer: form), tenant: tenant)
            }
        }
        addConnector(to: router)
        return router
    }

    /// What a part answers, or the fault that is switched on for it.
    nonisolated func answer(
        at place: Fault.Place, _ context: StandInContext, _ right: () async throws -> Response
    ) async throws -> Response {
        switch await fault(at: place) {
        case .none:
            return try await right()
        case .status(let status, let code, let message, let retryAfter):
            return .error(status, code, message, retryAfter: retryAfter)
        case .breakConnection:
            throw await context.breakConnection()
        case .breakAfterDelivery:
            _ = try await right()
            throw await context.breakConnection()
        case .breakDuringAnswer:
            let status = try await right().status
            let body = ResponseBody(contentLength: 100) { writer in
                try await writer.write(ByteBuffer(string: "{\"id\":"))
                throw await context.breakConnection()
            }
            return Response(status: status, headers: [.contentType: "application/json"], body: body)
        case .body(let text):
            return Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
    }

    private func token(form: String, tenant: String) -> Response {
        // A form is a query, but with + for the space.
        var parts = URLComponents()
        parts.percentEncodedQuery = form.replacing("+", with: "%20")
        let items = parts.queryItems ?? []
        func value(_ name: String) -> String? { items.first { $0.name == name }?.value }
        guard tenant == tenantID else {
            return .json(
                ["error": "unauthorized_client", "error_description": "AADSTS700016: Application not found"],
                status: 400)
        }
        guard value("grant_type") == "client_credentials", value("client_id") == appID,
            value("client_secret") == secret,
            value("scope") == "https://api.botframework.com/.default"
        else {
            return .json(
                ["error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret provided"],
                status: 401)
        }
        return .json([
            "token_type": "Bearer", "expires_in": tokenLifetime, "ext_expires_in": tokenLifetime,
            "access_token": issueToken(),
        ])
    }
}

extension Response {
    static func json(_ object: [String: any Sendable], status: Int = 200) -> Response {
        // Objects written here are always JSON.
        let data = (try? JSONSerialization.data(withJSONObject: object, options: .sortedKeys)) ?? Data()
        return Response(
            status: .init(code: status), headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
    }

    static func error(_ status: Int, _ code: String?, _ message: String, retryAfter: String? = nil) -> Response {
        var response =
            code.map { Response.json(["error": ["code": $0, "message": message]], status: status) }
            ?? Response(status: .init(code: status))
        if let retryAfter { response.headers[.retryAfter] = retryAfter }
        return response
    }
}
