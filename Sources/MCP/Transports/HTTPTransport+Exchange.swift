import AsyncHTTPClient
import Foundation
import JSONValues
import NIOCore
import NIOPosix

extension HTTPTransport {
    enum Verb: String { case GET, POST, DELETE }

    func execute(_ verb: Verb, _ message: Message?, headers: HeaderList) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: verb.rawValue)
        for (name, value) in self.headers { request.headers.add(name: name, value: value) }
        if let message {
            request.headers.replaceOrAdd(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: message.json.bytes))
        }
        request.headers.replaceOrAdd(
            name: "Accept", value: verb == .GET ? "text/event-stream" : "application/json, text/event-stream")
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        do {
            return try await Self.client.execute(request, deadline: .distantFuture, logger: nil)
        } catch {
            try Task.checkCancellation()
            throw Self.isBeforeSending(error)
                ? MCPError(
                    .unreachable, "the MCP server \(name) cannot be reached at \(url): \(error)",
                    hints: ["Check that it runs and that the address is right."])
                : MCPError(.lost, "the connection to the MCP server \(name) broke before its answer: \(error)")
        }
    }

    /// True where nothing of the request can have arrived.
    private static func isBeforeSending(_ error: any Error) -> Bool {
        switch error {
        case is NIOConnectionError, ChannelError.connectTimeout: return true
        case let error as IOError: return [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH].contains(error.errnoCode)
        case let error as HTTPClientError:
            let causes: [HTTPClientError] = [
                .connectTimeout, .getConnectionFromPoolTimeout, .invalidURL, .emptyHost, .emptyScheme,
                .tlsHandshakeTimeout, .invalidHeaderFieldValues([]), .invalidHeaderFieldNames([]),
            ]
            return causes.contains(error)
        default: return false
        }
    }

    static func mediaType(of response: HTTPClientResponse) -> String {
        (response.headers.first(name: "Content-Type") ?? "").prefix { $0 != ";" }
            .trimmingCharacters(in: .whitespaces).lowercased()
    }

    /// The one message of a body.
    func message(in response: HTTPClientResponse) async throws -> Message {
        let body = try await body(of: response)
        do {
            return try Message(try JSON(parsing: body.readableBytesView, limits: limits.json))
        } catch {
            throw violation("its answer is no message: \(error)")
        }
    }

    /// What a status other than success means.
    func failure(_ response: HTTPClientResponse) async throws -> MCPError {
        let status = Int(response.status.code)
        let body = try? await body(of: response)
        let json = body.flatMap { try? JSON(parsing: $0.readableBytesView, limits: limits.json) }
        if let json, case .response(let answer)? = try? Message(json), case .failure(let error) = answer.outcome {
            // Other codes do not say whether the server is of the modern era, so the status is what counts.
            if error.isModern || (status == 404 && error.code == ProtocolError.methodNotFoundCode) {
                return MCPError(
                    .refused(error), "the MCP server \(name) refused the request: \(error)", status: status)
            }
            return MCPError(.status(status), "the MCP server \(name) refused the request with \(status): \(error)")
        }
        let said = body.map { String(buffer: $0).prefix(200) } ?? ""
        if status == 401 || status == 403 {
            return MCPError(
                .unauthorized, "the MCP server \(name) refused these credentials with \(status): \(said)",
                hints: ["Check the credentials of \(name)."])
        }
        return MCPError(.status(status), "the MCP server \(name) answered with status \(status): \(said)")
    }

    private func body(of response: HTTPClientResponse) async throws -> ByteBuffer {
        do {
            return try await response.body.collect(upTo: limits.body)
        } catch is NIOTooManyBytesError {
            throw tooLarge("an answer", limits.body)
        } catch {
            try Task.checkCancellation()
            throw MCPError(.lost, "the connection to the MCP server \(name) broke: \(error)")
        }
    }

    func violation(_ what: String) -> MCPError {
        MCPError(
            .protocolViolation, "the MCP server \(name) does not keep to the protocol: \(what)",
            hints: ["Check that \(url) is the address of an MCP server's streamable HTTP transport."])
    }

    func tooLarge(_ what: String, _ limit: Int) -> MCPError {
        MCPError(.tooLarge, "\(what) of the MCP server \(name) has more than \(limit) bytes")
    }
}
