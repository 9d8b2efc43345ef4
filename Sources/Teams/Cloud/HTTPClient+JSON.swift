import AsyncHTTPClient
import Foundation
import JSONValues
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
        /// Whether the connection broke within the body: what was asked for has been done, or not, as the status says.
        var isCut = false
    }

    /// - Parameter limit: of the answer's body, in bytes; a larger one counts as cut.
    func answer(to request: HTTPClientRequest, limit: Int = 1 << 20, timeout: Duration) async throws -> Answer {
        let deadline = NIODeadline.now() + TimeAmount(timeout)
        let response = try await execute(request, deadline: deadline)
        var answer = Answer(status: Int(response.status.code), retryAfter: response.headers.first(name: "Retry-After"))
        do {
            let body = try await response.body.collect(upTo: limit)
            answer.json = try? JSON(
                parsing: body.readableBytesView, limits: JSON.Limits(size: limit, depth: 32), ambiguity: .refused)
        } catch {
            // The client has a `Task` of its own.
            try _Concurrency.Task.checkCancellation()
            answer.isCut = true
        }
        return answer
    }
}
