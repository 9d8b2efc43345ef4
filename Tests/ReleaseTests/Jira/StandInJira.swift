import Foundation
import Hummingbird
import JSONValues
import MCP
import NIOCore
import Synchronization

/// A Jira with the REST API v2 of Data Center: a few issues, callers known by personal access tokens, faults on demand.
final class StandInJira: Sendable {
    enum Fault: Sendable {
        case status(Int)
        case body(String)
        case delay(Duration)
    }

    struct Seen: Sendable, Equatable {
        let request: String
        let token: String
    }

    private struct State: Sendable {
        var statuses = ["PAY-1": "Open", "PAY-2": "In Progress", "WEB-7": "Open"]
        var comments: [String: [String]] = [:]
        var seen: [Seen] = []
        var fault: (fault: Fault, times: Int)?
    }

    private let state = Mutex(State())
    private static let people = ["pat-reva": "reva", "pat-ada": "ada"]

    var seen: [Seen] { state.withLock(\.seen) }
    func comments(on key: String) -> [String] { state.withLock { $0.comments[key] ?? [] } }
    func status(of key: String) -> String? { state.withLock { $0.statuses[key] } }
    func setFault(_ fault: Fault?, times: Int = .max) { state.withLock { $0.fault = fault.map { ($0, times) } } }

    func application(_ started: @escaping @Sendable (Int) async -> Void) -> some ApplicationProtocol {
        let router = Router()
        for method in [HTTPRequest.Method.get, .post, .put] {
            router.on("/rest/**", method: method) { request, _ in try await self.answer(request) }
        }
        return Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { await started($0.localAddress?.port ?? 0) }, logger: quiet)
    }

    private func answer(_ request: Request) async throws -> Response {
        let body = Data(buffer: try await request.body.collect(upTo: 1 << 20))
        let token = request.headers[.authorization].map { String($0.dropFirst("Bearer ".count)) } ?? ""
        let fault = state.withLock { state -> Fault? in
            state.seen.append(Seen(request: "\(request.method.rawValue) \(request.uri.path)", token: token))
            guard let fault = state.fault, fault.times > 0 else { return nil }
            state.fault?.times -= 1
            return fault.fault
        }
        switch fault {
        case .status(let code): return Self.json(["errorMessages": ["fault on demand"], "errors": [:]], code)
        case .body(let text): return Self.text(text, 200)
        case .delay(let time): try await Task.sleep(for: time)
        case nil: break
        }
        guard let user = Self.people[token] else {
            return Self.json(["errorMessages": ["You are not authenticated."], "errors": [:]], 401)
        }
        return perform(request, user, (try? JSON(parsing: body)) ?? [:])
    }

    private func perform(_ request: Request, _ user: String, _ body: JSON) -> Response {
        let parts = request.uri.path.split(separator: "/").dropFirst(3).map(String.init)
        switch (request.method, parts.first, parts.count) {
        case (.get, "myself", 1):
            return Self.json(["name": .string(user), "displayName": .string(user), "active": true])
        case (.get, "serverInfo", 1): return Self.json(["version": "10.3.0", "deploymentType": "Server"])
        case (.get, "field", 1): return Self.json([])
        case (.get, "project", 1):
            return Self.json([
                ["id": "1", "key": "PAY", "name": "Payments"], ["id": "2", "key": "WEB", "name": "Web shop"],
            ])
        case (.get, "search", 1):
            let keys = state.withLock { $0.statuses.keys.sorted() }
            return Self.json([
                "startAt": 0, "maxResults": 50, "total": .integer(keys.count), "issues": .array(keys.map(issue)),
            ])
        case (.get, "issue", 2) where status(of: parts[1]) != nil: return Self.json(issue(parts[1]))
        case (.get, "issue", 3) where parts[2] == "transitions":
            return Self.json(["transitions": [["id": "31", "name": "Done", "to": ["name": "Done", "id": "3"]]]])
        case (.post, "issue", 3) where parts[2] == "transitions":
            state.withLock { $0.statuses[parts[1]] = "Done" }
            return Self.text("", 204)
        case (.post, "issue", 3) where parts[2] == "comment":
            let text = body["body"]?.string ?? ""
            state.withLock { $0.comments[parts[1], default: []].append("\(user): \(text)") }
            return Self.json(
                [
                    "id": "100", "body": .string(text), "author": ["name": .string(user)],
                    "created": "2026-03-15T09:00:00.000+0100",
                ], 201)
        default: return Self.json(["errorMessages": ["Issue Does Not Exist"], "errors": [:]], 404)
        }
    }

    private func issue(_ key: String) -> JSON {
        [
            "id": "10001", "key": .string(key), "self": "http://jira.example/rest/api/2/issue/10001",
            "fields": [
                "summary": "The journal is late", "description": "Seen \u{1F680} since Monday.",
                "status": [
                    "name": .string(status(of: key) ?? ""), "id": "1",
                    "statusCategory": ["key": "new", "name": "To Do"],
                ],
                "issuetype": ["name": "Bug", "id": "1"], "priority": ["name": "High"], "labels": ["release-4.2"],
                "project": ["id": "1", "key": .string(String(key.prefix(3))), "name": "Payments"],
                "created": "2026-03-15T09:00:00.000+0100", "updated": "2026-03-15T09:30:00.000+0100",
                "assignee": ["name": "ada", "displayName": "Ada Novak"],
                "comment": [
                    "comments": [["id": "9", "body": "On it.", "created": "2026-03-15T09:30:00.000+0100"]], "total": 1,
                    "startAt": 0, "maxResults": 1,
                ],
            ],
            "changelog": [
                "histories": [
                    [
                        "id": "8", "created": "2026-03-15T09:20:00.000+0100",
                        "author": ["name": "ada", "displayName": "Ada Novak"],
                        "items": [["field": "status", "fromString": "Open", "toString": "In Progress"]],
                    ]
                ]
            ],
        ]
    }

    private static func json(_ value: JSON, _ code: Int = 200) -> Response {
        Response(
            status: .init(code: code), headers: [.contentType: "application/json"],
            body: .init(byteBuffer: ByteBuffer(string: value.text)))
    }

    private static func text(_ text: String, _ code: Int) -> Response {
        Response(status: .init(code: code), body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
