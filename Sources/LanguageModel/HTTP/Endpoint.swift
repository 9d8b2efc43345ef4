import AsyncHTTPClient
import Foundation
import JSONValues
import NIOCore

/// Where a server of models is, and how it is spoken to.
struct Endpoint: Sendable {
    /// Without a slash at its end.
    let address: String
    /// Sent as bearer token; in no error and no log.
    let token: String?
    let patience: Patience
    let clock: any Clock<Duration>

    init(address: String, token: String?, patience: Patience, clock: any Clock<Duration>) {
        self.address = String(address.trimmingSuffix { $0 == "/" })
        self.token = token
        self.patience = patience
        self.clock = clock
    }

    /// The largest answer to a short question: vectors of a batch are the longest.
    static let answerLimit = 64 << 20
    /// Of an error's text.
    static let complaintLimit = 64 << 10

    /// Lives as long as the process, as AsyncHTTPClient's own shared one, which gives up after 90 silent seconds: a
    /// model may be silent for longer, and `Watchdog` sees to that. A refused connection is an answer, not to be retried.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(10))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// A question with one answer.
    func ask<Answer: Decodable & Sendable>(
        _ path: String, _ body: JSON? = nil, about subject: String, wait: Patience.Wait = .answer,
        within limit: Duration? = nil, as type: Answer.Type
    ) async throws -> Answer {
        let limit = limit ?? patience.answer
        return try await exchange(
            path, body, about: subject, whole: wait, within: limit, shortest: limit
        ) { response, _ in
            try decode(Answer.self, from: await collect(response, about: subject), about: subject)
        }
    }

    /// A question whose answer `reading` takes piece by piece, telling the watchdog what it waits for.
    /// When it returns or throws, the connection is closed, whatever was still to come.
    func exchange<Value: Sendable>(
        _ path: String, _ body: JSON?, about subject: String, whole: Patience.Wait, within limit: Duration,
        shortest: Duration,
        reading: @escaping @Sendable (HTTPClientResponse.Body, Watchdog) async throws -> Value
    ) async throws -> Value {
        do {
            return try await Watchdog.guarding(
                "\(subject) at \(address)", clock: clock, whole: whole, within: limit, shortest: shortest
            ) { watchdog in
                if whole == .wholeAnswer { watchdog.expect(.firstToken, within: patience.firstToken) }
                let response = try await connecting(subject) {
                    try await Self.client.execute(request(path, body), deadline: .distantFuture)
                }
                guard response.status == .ok else {
                    throw refusal(
                        status: Int(response.status.code), complaint: await complaint(of: response.body),
                        about: subject)
                }
                return try await reading(response.body, watchdog)
            }
        } catch {
            // The client has an error of its own for a cancelled task, and so has the watchdog.
            if Task.isCancelled { throw CancellationError() }
            throw error
        }
    }

    private func request(_ path: String, _ body: JSON?) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: address + path)
        request.headers.add(name: "User-Agent", value: "Reva")
        // A kept connection may be closed by the server just when it is used again, and the request fails for no reason
        // of its own. A new one costs nothing beside what a model takes.
        request.headers.add(name: "Connection", value: "close")
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let body {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(body.bytes)
        }
        return request
    }

    private func collect(_ body: HTTPClientResponse.Body, about subject: String) async throws -> Data {
        do {
            return Data(try await body.collect(upTo: Self.answerLimit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw tooLong(subject)
        } catch {
            throw cut(subject)
        }
    }

    /// What a refusal says; nil where it cannot be read, which must not hide the refusal.
    private func complaint(of body: HTTPClientResponse.Body) async -> Complaint? {
        guard let bytes = try? await body.collect(upTo: Self.complaintLimit) else { return nil }
        return Complaint(bytes: Data(bytes.readableBytesView))
    }

    func decode<Value: Decodable>(
        _ type: Value.Type, from data: Data, about subject: String
    ) throws(ModelError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch {
            throw nonsense(data, about: subject)
        }
    }

    func nonsense(_ data: some Collection<UInt8>, about subject: String) -> ModelError {
        let excerpt = String(decoding: data.prefix(80), as: UTF8.self)
        return ModelError(
            .nonsense,
            "\(address) answered about \(subject) with something else than its protocol: \(excerpt.debugDescription)",
            hints: ["See whether the address is that of the model server, and whether a proxy stands before it."])
    }

    func tooLong(_ subject: String) -> ModelError {
        ModelError(.tooLong, "\(address) answered about \(subject) with more than is accepted")
    }

    func cut(_ subject: String) -> ModelError {
        ModelError(
            .cut, "the connection to \(address) ended before the answer of \(subject) did",
            hints: ["See the server's log: it may have been stopped, or have run out of memory."])
    }
}
