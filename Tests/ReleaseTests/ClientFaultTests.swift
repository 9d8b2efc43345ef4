import Foundation
import MCP
import Testing

@testable import ReleaseDemo
@testable import ReleaseTools

/// What bad days of Release and of networks look like to a model.
@Suite struct ClientFaultTests {
    @Test("what only reads is sent again while Release is busy or away for a moment", arguments: [429, 502, 503, 504])
    func readsAgain(status: Int) async throws {
        try await withSite { site in
            let pauses = Pauses()
            let server = try site.server(options: .hasty(pauses))
            await site.demo.add(Fault(status: status, retryAfter: 2, times: 2))
            let result = try await server.call("search_releases")
            #expect(result.isError == false)
            #expect(await site.served("POST /api/v1/releases/search") == 3)
            #expect(pauses.all == [.seconds(2), .seconds(2)])
        }
    }

    @Test("reading ends after three attempts, and does not wait for long")
    func givesUp() async throws {
        try await withSite { site in
            let server = try site.server()
            await site.demo.add(Fault(status: 503, times: 3))
            #expect(try await server.call("list_folders").text().contains("Release failed with status 503"))
            #expect(await site.served("/folders/list") == 3)
            await site.demo.add(Fault(status: 429, retryAfter: 3600))
            let throttled = try await server.call("list_folders")
            #expect(throttled == .failure("Release takes no more requests for now. wait a minute"))
            #expect(await site.served("/folders/list") == 4)
            #expect(try await server.call("list_folders").isError == false)
        }
    }

    @Test("a change is sent once, whatever happens to it", arguments: [429, 500, 502, 503, 504])
    func changesOnce(status: Int) async throws {
        try await withSite { site in
            let server = try site.server()
            let release = try await site.release("Payment 5.0")
            await site.demo.add(Fault(method: "POST", status: status, retryAfter: 0))
            let result = try await server.call("start_release", arguments: ["release": .string(release.id)])
            #expect(result.isError)
            #expect(await site.served("/start") == 1)
            #expect(try await site.release("Payment 5.0").status == .planned)
            let again = try await server.call("start_release", arguments: ["release": .string(release.id)])
            #expect(again.structuredContent?["status"] == "IN_PROGRESS")
        }
    }

    @Test("a change whose answer broke off is said to be uncertain, for it may have been made")
    func cut() async throws {
        try await withSite { site in
            let server = try site.server()
            let release = try await site.release("Payment 5.0")
            await site.demo.add(Fault(method: "POST", cut: true))
            let result = try await server.call("start_release", arguments: ["release": .string(release.id)])
            #expect(
                result
                    == .failure(
                        "the connection to Release broke before its answer was complete. it is not known whether the change was made: read the present state before you try again"
                    ))
            #expect(await site.served("/start") == 1)
            #expect(try await site.release("Payment 5.0").status == .inProgress)
        }
    }

    @Test("a Release that hangs costs a limited time, and reading is not repeated")
    func hang() async throws {
        try await withSite { site in
            var options = ReleaseClient.Options.hasty()
            options.limit = .milliseconds(300)
            let server = try site.server(options: options)
            await site.demo.add(Fault(delay: 3600))
            #expect(
                try await server.call("list_folders") == .failure("Release did not answer in time. try again later"))
            #expect(await site.served("/folders/list") <= 1)
        }
    }

    @Test("a cancelled call ends at once")
    func cancelled() async throws {
        try await withSite { site in
            let server = try site.server()
            await site.demo.add(Fault(delay: 3600))
            let call = Task { try await server.call("list_folders") }
            while await site.served("/folders/list") == 0 { await Task.yield() }
            call.cancel()
            await #expect(throws: CancellationError.self) { _ = try await call.value }
        }
    }

    @Test(
        "what is wrong is said in words that a model can act on",
        arguments: [
            (Fault(status: 302), "Release answered with a redirect, which is not followed"),
            (Fault(status: 401), "Release does not accept the credentials"),
            (Fault(status: 403, body: "no permission X"), "Release does not allow this: no permission X. ask somebody"),
            (Fault(status: 404, body: "gone"), "Release knows no such thing: gone. search for it"),
            (Fault(status: 400, body: "line\nbreak\u{1B}[31m"), "Release refuses this: line break [31m."),
            (Fault(status: 500, body: "<b>"), "Release failed with status 500"),
            (Fault(body: "<html>Please sign in</html>"), "is not what its API says. a proxy or a sign-in page"),
            (Fault(body: "{\"id\":1}"), "is not what its API says"),
            (Fault(body: ""), "is not what its API says"),
        ])
    func words(fault: Fault, expected: String) async throws {
        try await withSite { site in
            let server = try site.server()
            await site.demo.add(fault)
            let result = try await server.call("list_folders")
            #expect(result.isError)
            #expect(result.text().contains(expected), "\(result.text())")
            #expect(!result.text().contains("\n"))
            #expect(try await server.call("list_folders").isError == false)
        }
    }

    @Test("an answer that is too large is refused")
    func tooLarge() async throws {
        try await withSite { site in
            var options = ReleaseClient.Options.hasty()
            options.size = 100
            let result = try await site.server(options: options).call("search_releases")
            #expect(result.text().contains("is too large. ask for less"))
        }
    }

    @Test("where nobody answers nothing was done, and that is said")
    func unreachable() async throws {
        try await withSite { site in
            let client = ReleaseClient(
                address: try ReleaseAddress("http://127.0.0.1:1"), http: site.http, options: .hasty(), logger: quiet)
            let tools = try ReleaseTools(
                client: client, credential: Site.admin, policy: ReleasePolicy(), logger: quiet)
            let server = ReleaseService(tools: tools, version: "1", logger: quiet).server
            let result = try await server.call("start_release", arguments: ["release": "Release1"])
            #expect(result.text().hasPrefix("Release cannot be reached at http://127.0.0.1:1: nothing was done"))
        }
    }
}
