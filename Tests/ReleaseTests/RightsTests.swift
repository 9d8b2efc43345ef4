import Foundation
import JSONValues
import MCP
import Testing

@testable import ReleaseDemo
@testable import ReleaseTools

@Suite struct RightsTests {
    private static func bearer(_ token: String) -> [String: String] { ["Authorization": "Bearer \(token)"] }

    @Test("a caller's own token wins over the server's, in each of its forms")
    func own() async throws {
        try await withSite { site in
            let server = try site.server()
            let release: JSON = ["release": .string(try await site.release("Payment 4.2").id), "comment": "x"]
            let forms = [
                Self.bearer("rpa_demo_guest"), ["x-release-personal-token": "rpa_demo_guest"],
                ["authorization": "Basic \(Data("guest:guest".utf8).base64EncodedString())"],
            ]
            for headers in forms {
                let refused = try await server.call("abort_release", arguments: release, headers: headers)
                #expect(refused.isError && refused.text().contains("release#abort"), "\(headers)")
            }
            let done = try await server.call(
                "abort_release", arguments: release, headers: Self.bearer("rpa_demo_ada"))
            #expect(done.structuredContent?["status"] == "ABORTED")
            let aborted = try await site.release("Payment 4.2")
            let log = await site.demo.store.current.activity[aborted.id] ?? []
            #expect(log.last?.username == "ada" && log.last?.eventType == "RELEASE_ABORTED")
        }
    }

    @Test(
        "a header that makes no sense fails the call: it never falls back to the server's rights",
        arguments: ["Bearer", "Bearer a b", "Bearer tökén", "Basic !", "Basic YQ==", "Digest x", "", "rpa_demo_admin"])
    func nonsense(header: String) async throws {
        try await withSite { site in
            let result = try await site.server().call("list_folders", headers: ["Authorization": header])
            #expect(result.isError && result.text().contains("Authorization"))
            #expect(await site.demo.store.served.isEmpty)
        }
    }

    @Test("without any credential nothing is asked of Release")
    func none() async throws {
        try await withSite { site in
            let result = try await site.server(nil).call("list_folders")
            #expect(result.text().hasPrefix("this server has no credentials for Release, and the call brought none"))
            #expect(await site.demo.store.served.isEmpty)
            let own = try await site.server(nil).call("list_folders", headers: Self.bearer("rpa_demo_guest"))
            #expect(own.isError == false)
        }
    }

    @Test("rights of callers at the same time never mix")
    func concurrent() async throws {
        try await withSite { site in
            let server = try site.server()
            // The folders that each may see tell whose rights were used; nil is a refusal.
            let callers: [(headers: [String: String], folders: Int?)] = [
                ([:], 4), (Self.bearer("rpa_demo_guest"), 3), (Self.bearer("wrong"), nil),
                (Self.bearer("rpa_demo_ada"), 4),
            ]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<80 {
                    let caller = callers[number % callers.count]
                    group.addTask {
                        let result = try await server.call("list_folders", headers: caller.headers)
                        #expect(result.isError == (caller.folders == nil))
                        #expect(result.structuredContent?["items"]?.array?.count == caller.folders)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("a credential is not in what is logged of it")
    func secrecy() {
        #expect(
            "\(Credential.token("geheim")) \(Credential.basic(user: "ada", password: "geheim"))" == "a token user ada")
    }
}
