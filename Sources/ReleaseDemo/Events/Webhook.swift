import AsyncHTTPClient
import Crypto
import Foundation
import Logging
import NIOCore

/// Tells an address what happens, as a webhook of Release does: one POST an event, in order, signed.
///
/// `X-Hub-Signature-256` is `sha256=` and the HMAC-SHA256 of the body in hexadecimal, `X-Release-Event-Id` the id of the
/// event. What does not arrive is sent again, at the next `deliver`; an event that failed five times is given up.
package actor Webhook {
    package let url: String
    private let secret: SymmetricKey
    private let client: HTTPClient
    private let logger: Logger
    private var waiting: [(event: ReleaseEvent, failures: Int)] = []

    package init(url: String, secret: String, client: HTTPClient = .shared, logger: Logger) {
        self.url = url
        self.secret = SymmetricKey(data: Data(secret.utf8))
        self.client = client
        self.logger = logger
    }

    /// Sends what waits, and then these.
    func deliver(_ events: [ReleaseEvent]) async {
        waiting += events.map { ($0, 0) }
        while let next = waiting.first {
            do {
                try await send(next.event)
            } catch {
                waiting[0].failures += 1
                let isLast = waiting[0].failures >= 5
                logger.warning(
                    "an event did not arrive",
                    metadata: ["url": "\(url)", "error": "\(error)", "given up": "\(isLast)"])
                if isLast { waiting.removeFirst() }
                return
            }
            waiting.removeFirst()
        }
    }

    private struct Unwelcome: Error, CustomStringConvertible {
        let status: UInt
        var description: String { "the answer was \(status)" }
    }

    private func send(_ event: ReleaseEvent) async throws {
        let body = Answer(event).body
        let signature = HMAC<SHA256>.authenticationCode(for: body, using: secret)
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "X-Release-Event-Id", value: event.id)
        request.headers.add(
            name: "X-Hub-Signature-256",
            value: "sha256=" + signature.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        request.body = .bytes(ByteBuffer(bytes: body))
        let response = try await client.execute(request, timeout: .seconds(10))
        _ = try await response.body.collect(upTo: 1 << 20)
        guard (200..<300).contains(response.status.code) else { throw Unwelcome(status: response.status.code) }
    }
}
