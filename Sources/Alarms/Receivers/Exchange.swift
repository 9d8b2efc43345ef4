import AsyncHTTPClient
import Foundation
import NIOCore

/// One request to a receiver, and whether it was accepted.
struct Exchange: Sendable {
    /// The receiver, as a sentence names it: "the Teams workflow".
    let receiver: String
    let url: String
    /// For all of it. A receiver that is slow must not hold up a backup.
    var patience: Duration = .seconds(10)

    /// - Throws: `AlarmError` unless the answer is one of 200 to 299.
    func post(_ body: Data, headers: [(name: String, value: String)] = []) async throws {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json; charset=utf-8")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        try await execute(request)
    }

    func get() async throws { try await execute(HTTPClientRequest(url: url)) }

    private func execute(_ request: HTTPClientRequest) async throws {
        var configuration = HTTPClient.Configuration()
        // What is sent, and to whom, is not for whoever an answer points at.
        configuration.redirectConfiguration = .disallow
        configuration.connectionPool.retryConnectionEstablishment = false
        let deadline = NIODeadline.now() + .nanoseconds(Int64(patience / .nanoseconds(1)))
        let status: UInt
        do {
            status = try await HTTPClient.withHTTPClient(configuration: configuration) { client in
                let response = try await client.execute(request, deadline: deadline)
                // The status is the answer; how the body ends is not looked at.
                return response.status.code
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw AlarmError("\(receiver) does not answer: \(Self.words(of: error))")
        }
        switch status {
        case 200..<300: return
        case 300..<400:
            throw AlarmError("\(receiver) answered \(status): it is elsewhere, and its new address must be set")
        default: throw AlarmError("\(receiver) answered \(status)")
        }
    }

    private static func words(of error: any Error) -> String {
        switch error as? HTTPClientError {
        case .deadlineExceeded?: "it took too long"
        case .connectTimeout?: "no connection came about in time"
        case .invalidURL?, .emptyHost?, .emptyScheme?: "its address is none"
        case let error?: error.shortDescription
        case nil: "\(error)"
        }
    }
}
