import AsyncHTTPClient
import Foundation
import Logging
import NIOCore

/// The bot's own tokens for the connector (OAuth 2.0 client credentials), kept until shortly before they end.
package actor OutboundTokens {
    /// Who the bot is.
    package struct Credentials: Sendable {
        package var appID: String
        package var secret: String
        /// The tenant of the bot registration; `botframework.com` for the older multi-tenant bots.
        package var tenantID: String

        package init(appID: String, secret: String, tenantID: String) {
            self.appID = appID
            self.secret = secret
            self.tenantID = tenantID
        }
    }

    private struct Token {
        var value: String
        var end: Duration
    }

    /// A token is renewed this long before its end.
    private static let margin = Duration.seconds(300)

    private let credentials: Credentials
    private let cloud: Cloud
    private let client: HTTPClient
    private let policy: RetryPolicy
    private let time: TimeSource
    private let logger: Logger
    private var current: Token?
    private var asking: Task<Result<Token, ConnectorError>, Never>?

    package init(
        _ credentials: Credentials, cloud: Cloud, client: HTTPClient, policy: RetryPolicy = RetryPolicy(),
        time: TimeSource = .system, logger: Logger
    ) {
        self.credentials = credentials
        self.cloud = cloud
        self.client = client
        self.policy = policy
        self.time = time
        self.logger = logger
    }

    /// A token that is good for some minutes at least, or for as long as it lasts where no new one can be had.
    /// - Throws: `ConnectorError`: unauthorized when the credentials are refused, else unavailable.
    package func token() async throws(ConnectorError) -> String {
        if let current, time.uptime() < current.end - Self.margin { return current.value }
        switch await ask().value {
        case .success(let token): return token.value
        case .failure(let error):
            if let current, time.uptime() < current.end, error.reason == .unavailable { return current.value }
            throw error
        }
    }

    /// The connector refused this token: the next one asked for is another.
    package func drop(_ refused: String) {
        if current?.value == refused { current = nil }
    }

    private func ask() -> Task<Result<Token, ConnectorError>, Never> {
        if let asking { return asking }
        let task = Task<Result<Token, ConnectorError>, Never> {
            let result = await fetch()
            if case .success(let token) = result { current = token }
            asking = nil
            return result
        }
        asking = task
        return task
    }

    private func fetch() async -> Result<Token, ConnectorError> {
        var tried = 0
        while true {
            tried += 1
            let asked = time.uptime()
            let answer = try? await client.answer(to: request, timeout: .seconds(10))
            if let token = answer.flatMap({ Self.token(in: $0, asked: asked) }) { return .success(token) }
            let error = failure(answer)
            guard error.reason == .unavailable,
                let wait = policy.wait(after: tried, retryAfter: answer?.retryAfter, now: time.now()),
                (try? await time.sleep(wait)) != nil
            else {
                logger.warning("no token for Teams", metadata: ["error": "\(error)"])
                return .failure(error)
            }
        }
    }

    private static func token(in answer: HTTPClient.Answer, asked: Duration) -> Token? {
        let lifetime = answer.json?["expires_in"]
        guard answer.status == 200, let value = answer.json?["access_token"]?.string,
            let seconds = lifetime?.number ?? lifetime?.string.flatMap(Double.init), seconds > 0, seconds < 1e7
        else { return nil }
        return Token(value: value, end: asked + .seconds(seconds))
    }

    private var request: HTTPClientRequest {
        var request = HTTPClientRequest(
            url: "\(cloud.loginURL)/\(credentials.tenantID.urlEncoded)/oauth2/v2.0/token")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        let form = [
            "grant_type": "client_credentials", "client_id": credentials.appID,
            "client_secret": credentials.secret, "scope": cloud.scope,
        ]
        request.body = .bytes(
            ByteBuffer(string: form.map { "\($0.key)=\($0.value.urlEncoded)" }.sorted().joined(separator: "&")))
        return request
    }

    private func failure(_ answer: HTTPClient.Answer?) -> ConnectorError {
        guard let answer else {
            return ConnectorError(.unavailable, "no token for Teams: \(cloud.loginURL) cannot be reached")
        }
        let told = answer.json?["error_description"]?.string ?? answer.json?["error"]?.string ?? ""
        let isRefused = answer.status < 500 && answer.status != 429 && answer.status != 200
        return ConnectorError(
            isRefused ? .unauthorized : .unavailable,
            "no token for Teams: status \(answer.status)\(told.isEmpty ? "" : ", \(told.loggable(limit: 300))")",
            status: answer.status, code: answer.json?["error"]?.string)
    }
}

extension String {
    /// As one segment of a path, or one value of a form: all but unreserved characters (RFC 3986) encoded.
    var urlEncoded: String {
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        // Nil only for halves of surrogate pairs, which a Swift string cannot hold.
        return addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}
