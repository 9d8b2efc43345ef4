import Foundation
import Hummingbird
import NIOCore
import ServiceLifecycle

/// HTTP around the API: who calls, what fault is due, and how refusals look.
struct DemoRoutes: Sendable {
    let store: Store

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        for method in [HTTPRequest.Method.get, .post, .put, .delete] {
            router.on("/api/v1/**", method: method) { request, _ in try await answer(request) }
        }
        router.post("/demo/faults") { request, _ in
            let body = try await request.body.collect(upTo: 1 << 16)
            guard let fault = try? JSONDecoder().decode(Fault.self, from: Data(buffer: body)) else {
                return Self.text("this is no fault", .badRequest)
            }
            await store.add(fault)
            return Response(status: .noContent)
        }
        router.delete("/demo/faults") { _, _ in
            await store.removeFaults()
            return Response(status: .noContent)
        }
        router.get("/") { _, _ in
            let titles = await store.current.releases.filter { $0.status != .template }
                .map { "  \($0.status.rawValue.padding(toLength: 12, withPad: " ", startingAt: 0)) \($0.title)" }
            return Self.text(
                "This stands in for Digital.ai Release: the REST API is at /api/v1, and there is no user interface.\n\n"
                    + titles.joined(separator: "\n") + "\n", .ok)
        }
        return router
    }

    private func answer(_ request: Request) async throws -> Response {
        let path = String(request.uri.path)
        let body = try await request.body.collect(upTo: 1 << 20)
        await store.count("\(request.method.rawValue) \(path)")
        let fault = await store.fault(method: request.method.rawValue, path: path)
        if let delay = fault?.delay {
            // Ends early when the server is stopped: nobody waits for a fault.
            try await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(delay)) }
        }
        if let status = fault?.status {
            var response = Self.text(fault?.body ?? "fault on demand", .init(code: status))
            if let seconds = fault?.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
            return response
        }
        if let words = fault?.body { return Self.json(.init(body: Data(words.utf8))) }
        let response = await perform(request, path, Data(buffer: body))
        return fault?.cut == true ? Self.cut : response
    }

    private func perform(_ request: Request, _ path: String, _ body: Data) async -> Response {
        do throws(Refusal) {
            guard let account = await account(of: request) else { throw .unauthorized }
            let call = try Call(
                method: request.method.rawValue, path: path.dropFirst("/api/v1".count),
                query: Self.query(request.uri.query ?? ""), body: body, account: account)
            return Self.json(try await store.answer(call))
        } catch {
            return Self.text(error.text, .init(code: error.status))
        }
    }

    private func account(of request: Request) async -> Account? {
        let token = request.headers.first { $0.name.canonicalName == "x-release-personal-token" }?.value
        return await store.account(token: token, basic: Self.basic(request.headers[.authorization]))
    }

    /// As web forms write it: a plus is a space. Of a key that is there twice the first counts.
    private static func query(_ text: String) -> [String: String] {
        let pairs = text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                $0.replacing("+", with: " ").removingPercentEncoding ?? ""
            }
            return (parts[0], parts.count > 1 ? parts[1] : "")
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    private static func basic(_ header: String?) -> (name: String, password: String)? {
        guard let header, header.lowercased().hasPrefix("basic "),
            let data = Data(base64Encoded: String(header.dropFirst(6)))
        else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(separator: ":", maxSplits: 1).map(String.init)
        return parts.count == 2 ? (parts[0], parts[1]) : nil
    }

    private static func json(_ answer: Answer) -> Response {
        if answer.body.isEmpty { return Response(status: .init(code: answer.status)) }
        return Response(
            status: .init(code: answer.status), headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(bytes: answer.body)))
    }

    private static func text(_ text: String, _ status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    private struct Cut: Error {}

    /// An answer that breaks off: its head has been sent when the body fails.
    private static var cut: Response {
        Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody { _ in throw Cut() })
    }
}
