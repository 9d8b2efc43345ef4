import AsyncHTTPClient
import Foundation
import JSONValues
import Logging
import NIOCore

/// Sends to conversations of Teams, by the connector's REST interface.
///
/// What is sent to one conversation arrives in the order of the calls. Limits of rate and size are kept by waiting or by
/// an error, and what may be repeated is repeated; what a call throws is final. All of it is `ConnectorError`, or
/// `CancellationError`.
package struct Connector: Sendable {
    /// Of a serialised activity, in bytes: well below what Teams takes on any of its ways.
    package static let sizeLimit = 28_000

    let client: HTTPClient
    let tokens: OutboundTokens
    package let serviceURLs: ServiceURLs
    let policy: RetryPolicy
    let timeout: Duration
    let time: TimeSource
    let logger: Logger
    let lanes: ConversationLanes

    /// - Parameters:
    ///   - client: made with the configuration `teams`.
    ///   - timeout: of one try.
    ///   - longestWait: for a rate limit; a longer one is an error.
    package init(
        client: HTTPClient, tokens: OutboundTokens, serviceURLs: ServiceURLs, policy: RetryPolicy = RetryPolicy(),
        timeout: Duration = .seconds(15), longestWait: Duration = .seconds(60), time: TimeSource = .system,
        logger: Logger
    ) {
        self.client = client
        self.tokens = tokens
        self.serviceURLs = serviceURLs
        self.policy = policy
        self.timeout = timeout
        self.time = time
        self.logger = logger
        lanes = ConversationLanes(time: time, longestWait: longestWait)
    }

    enum Method: String, Sendable { case get = "GET", post = "POST", put = "PUT", delete = "DELETE" }

    /// One thing to ask of the connector.
    struct Call: Sendable {
        /// For errors and logs, such as "sending a message".
        var action: String
        var method: Method
        var serviceURL: ServiceURL
        var path: String
        var body: JSON?
        /// Where the rate limits are counted.
        var conversation: String
        var tenant: String
        var kind = ConversationLanes.Kind.sending
        /// Nil takes the connector's policy.
        var tries: Int?
        /// Whether it is of no use without the answer's body.
        var needsBody = false
        /// Whether doing it twice is the same as doing it once.
        var isIdempotent: Bool
    }

    func perform(_ call: Call) async throws -> HTTPClient.Answer {
        let bytes = call.body?.bytes ?? []
        guard bytes.count <= Self.sizeLimit else {
            throw ConnectorError(.tooLarge, "\(call.action) failed: it has \(bytes.count) bytes")
        }
        return try await lanes.run(in: call.conversation) { try await tries(of: call, bytes: bytes) }
    }

    private func tries(of call: Call, bytes: [UInt8]) async throws -> HTTPClient.Answer {
        var policy = policy
        policy.tries = call.tries ?? policy.tries
        var tried = 0
        var hasNewToken = false
        while true {
            try await lanes.waitForLimits(in: call.conversation, tenant: call.tenant, call.kind)
            let token = try await tokens.token()
            let (answer, error) = try await outcome(of: call, bytes: bytes, token: token)
            guard let error else { return answer }
            logger.debug("\(call.action) failed", metadata: ["reason": "\(error.reason)", "try": "\(tried + 1)"])
            if error.status == 401, !hasNewToken {
                hasNewToken = true
                await tokens.drop(token)
                continue
            }
            tried += 1
            guard error.reason == .throttled || error.reason == .unavailable,
                let wait = policy.wait(after: tried, retryAfter: answer.retryAfter, now: time.now())
            else { throw error }
            try await time.sleep(wait)
        }
    }

    /// One try: its answer, and what is wrong with it.
    private func outcome(
        of call: Call, bytes: [UInt8], token: String
    ) async throws -> (HTTPClient.Answer, ConnectorError?) {
        var request = HTTPClientRequest(url: call.serviceURL.base + call.path)
        request.method = .init(rawValue: call.method.rawValue)
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        let body = WatchedBody(bytes)
        if call.body != nil {
            request.headers.add(name: "Content-Type", value: "application/json; charset=utf-8")
            request.body = .stream(body, length: .known(body.length))
        }
        do {
            let answer = try await client.answer(to: request, timeout: timeout)
            if answer.isCut, call.needsBody, 200..<300 ~= answer.status {
                return (answer, lost(call, mayBeDone: true))
            }
            return (answer, ConnectorError(answer, to: call.action))
        } catch {
            try Task.checkCancellation()
            return (HTTPClient.Answer(status: 0), lost(call, mayBeDone: body.wasAskedFor))
        }
    }

    /// The error of a connection that broke.
    private func lost(_ call: Call, mayBeDone: Bool) -> ConnectorError {
        mayBeDone && !call.isIdempotent
            ? ConnectorError(.unknownDelivery, "\(call.action) may have failed: the connection broke before the answer")
            : ConnectorError(.unavailable, "\(call.action) failed: \(call.serviceURL) cannot be reached")
    }
}
