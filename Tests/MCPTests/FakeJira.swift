import Hummingbird
import JSONValues
import Logging
import MCP
import NIOCore

/// As much of Jira's REST interface as reading an issue takes.
struct FakeJira {
    let seen: @Sendable (String) -> Void

    func run<Value: Sendable>(_ body: @escaping @Sendable (String) async throws -> Value) async throws -> Value {
        let seen = seen
        return try await withLive(
            { started in
                let router = Router()
                router.get("**") { request, _ in
                    seen("\(request.uri) \(request.headers[.authorization] ?? "")")
                    let (status, json) = Self.answer(request.uri.path)
                    return Response(
                        status: status, headers: [.contentType: "application/json"],
                        body: ResponseBody(byteBuffer: ByteBuffer(string: json.text)))
                }
                return Application(
                    router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
                    onServerRunning: { await started($0.localAddress?.port ?? 0) }, logger: quiet)
            }
        ) { url, _ in try await body(url.replacing("/mcp", with: "")) }
    }

    private static func answer(_ path: String) -> (HTTPResponse.Status, JSON) {
        switch path {
        case _ where path.hasSuffix("/issue/REVA-1"):
            (
                .ok,
                [
                    "id": "1", "key": "REVA-1", "self": "http://127.0.0.1/rest/api/2/issue/1",
                    "fields": [
                        "summary": "The release is late", "status": ["name": "Open"], "issuetype": ["name": "Bug"],
                        "project": ["key": "REVA", "name": "Reva"],
                    ],
                ]
            )
        case _ where path.hasSuffix("/project"): (.ok, [["id": "1", "key": "REVA", "name": "Reva"]])
        case _ where path.hasSuffix("/myself"): (.ok, ["name": "tester", "displayName": "Tester"])
        case _ where path.hasSuffix("/field"): (.ok, [])
        default: (.notFound, ["errorMessages": ["Issue does not exist"]])
        }
    }
}
