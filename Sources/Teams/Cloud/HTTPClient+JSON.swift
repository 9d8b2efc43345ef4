import AsyncHTTPClient
import Foundation
import NIOCore

extension HTTPClient.Configuration {
    /// For a client that talks to Microsoft's cloud: no redirects, which could carry a token elsewhere, and no own
    /// attempts to connect again, which are the connector's to make and to count.
    package static var teams: Self {
        var configuration = Self()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(5)
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }
}

extension HTTPClient {
    /// An answer with its body read, as far as it is JSON.
    struct Answer: Sendable {
        var status: Int
        var retryAfter: String?
        /// Nil where the body is empty or is no JSON.
        var json: JSON?
    }

    /// - Parameter limit: of the answer's body, in bytes; more is an error.
    func answer(to request: HTTPClientRequest, limit: Int = 1 << 20, timeout: Duration) async throws -> Answer {
        let deadline = NIODeadline.now() + TimeAmount(timeout)
        let response = try await execute(request, deadline: deadline)
        let body = try await response.body.collect(upTo: limit)
        return Answer(
            status: Int(response.status.code), retryAfter: response.headers.first(name: "Retry-After"),
            json: try? JSONParser.parse(Array(body.readableBytesView), sizeLimit: limit, depthLimit: 32))
    }
}
