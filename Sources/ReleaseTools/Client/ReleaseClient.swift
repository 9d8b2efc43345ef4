import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1

/// Speaks to the REST API v1 of one Digital.ai Release.
///
/// What only reads is sent again, twice at most, when Release is busy or away for a moment. A change is sent once,
/// whatever happens. Redirects are not followed: they would repeat a change and carry a token elsewhere.
package struct ReleaseClient: Sendable {
    package struct Options: Sendable {
        /// For one answer, all attempts together.
        package var limit: Duration = .seconds(30)
        /// Bytes of one answer.
        package var size = 16 << 20
        /// How to wait between two attempts.
        package var pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
        package init() {}
    }

    package let address: ReleaseAddress
    private let http: HTTPClient
    private let options: Options
    private let logger: Logger

    /// - Parameter http: follows no redirects; shut down by whoever made it.
    package init(
        address: ReleaseAddress, http: HTTPClient, options: Options = Options(), logger: Logger
    ) {
        self.address = address
        self.http = http
        self.options = options
        self.logger = logger
    }

    /// - Throws: `ReleaseError`, or `CancellationError` when the caller has gone.
    func read<Value: Decodable & Sendable>(
        _ request: ReleaseRequest, as credential: Credential, _ type: Value.Type = Value.self
    ) async throws -> Value {
        let body = try await send(request, as: credential)
        do {
            return try ReleaseDate.decoder.decode(Value.self, from: body)
        } catch {
            logger.warning("an answer of Release is not what its API says", metadata: ["path": "\(request.path)"])
            throw ReleaseError(
                .unexpected, "Release answered \(request.path) with something that is not what its API says",
                hints: ["a proxy or a sign-in page may stand at \(address): tell whoever runs this server"])
        }
    }

    /// - Returns: the body of a good answer.
    @discardableResult
    func send(_ request: ReleaseRequest, as credential: Credential) async throws -> Data {
        let deadline = ContinuousClock.now + options.limit
        var attempt = 1
        while true {
            do {
                return try await sendOnce(request, as: credential, until: deadline)
            } catch let failure as Failure {
                let wait = failure.retryAfter ?? .milliseconds(200 * attempt * attempt)
                guard request.isReading, failure.isPassing, attempt < 3, wait <= .seconds(5),
                    ContinuousClock.now + wait < deadline
                else { throw failure.error }
                attempt += 1
                try await options.pause(wait)
            }
        }
    }

    private func sendOnce(
        _ request: ReleaseRequest, as credential: Credential, until deadline: ContinuousClock.Instant
    ) async throws -> Data {
        var message = HTTPClientRequest(url: request.url(at: address))
        message.method = request.method
        message.headers.add(name: "Accept", value: "application/json")
        message.headers.add(name: credential.header.name, value: credential.header.value)
        if let body = request.body {
            message.headers.add(name: "Content-Type", value: "application/json")
            message.body = .bytes(ByteBuffer(bytes: body))
        }
        let left = ContinuousClock.now.duration(to: deadline)
        let response: HTTPClientResponse
        let body: ByteBuffer
        do {
            let end = NIODeadline.now() + TimeAmount(left)
            response = try await http.execute(message, deadline: end, logger: nil)
            body = try await response.body.collect(upTo: options.size)
        } catch {
            try Task.checkCancellation()
            throw Failure(of: request, error, at: address)
        }
        guard response.status.code < 300, response.status.code >= 200 else {
            throw Failure(of: request, response, Data(buffer: body))
        }
        return Data(buffer: body)
    }
}
