import AsyncHTTPClient
import Foundation
import JSONValues
import MCP
import NIOCore
import NIOPosix
import Subprocess
import SystemPackage
import Testing

/// The MCP server for Jira that Reva is deployed with, between our client and a Jira: what docs/jira.md says of it.
@Suite(.enabled(if: Peer.folder != nil, "REVA_TEST_PEERS names no folder: make test installs the peers"))
struct JiraTests {
    @Test("reads and changes issues by its own token or the caller's, and tells Jira's bad days as failures")
    func chain() async throws {
        try await withJira { jira, url in
            let client = client(url)
            let tools = try await client.tools()
            #expect(Set(tools.map(\.name)).isSuperset(of: ["jira_search", "jira_get_issue", "jira_transition_issue"]))
            // By our policy first: its own annotations are hints, and these are right.
            #expect(tools.first { $0.name == "jira_search" }?.annotations.isReadOnly == true)
            #expect(tools.first { $0.name == "jira_transition_issue" }?.annotations.isReadOnly != true)
            try await readAndChange(client, jira)
            try await actAsPerson(client, jira)
            try await surviveFaults(client, jira)
            await client.close()
        }
    }

    private func readAndChange(_ client: MCPClient, _ jira: StandInJira) async throws {
        let found = try await client.call("jira_search", arguments: ["jql": "project = PAY"])
        #expect(!found.isError && found.text().contains("PAY-1"), "\(found.text())")
        let issue = try await client.call("jira_get_issue", arguments: ["issue_key": "PAY-2"])
        #expect(issue.text().contains("In Progress") && issue.text().contains("The journal is late"))
        let comment = try await client.call(
            "jira_add_comment", arguments: ["issue_key": "PAY-1", "body": "from the release"])
        #expect(!comment.isError, "\(comment.text())")
        #expect(jira.comments(on: "PAY-1") == ["reva: from the release"])
        let moved = try await client.call(
            "jira_transition_issue", arguments: ["issue_key": "PAY-1", "transition_id": "31"])
        #expect(!moved.isError, "\(moved.text())")
        #expect(jira.status(of: "PAY-1") == "Done")
        #expect(try await client.call("jira_get_issue", arguments: ["issue_key": "PAY-99"]).isError)
        try await seeHistory(client)
    }

    /// The form that news of issues are read from.
    private func seeHistory(_ client: MCPClient) async throws {
        let projects = try JSON(parsing: Array(try await client.call("jira_get_all_projects").text().utf8))
        #expect(projects.array?.compactMap { $0["key"]?.string } == ["PAY", "WEB"])
        let found = try await client.call(
            "jira_search",
            arguments: [
                "jql": "key = \"PAY-2\" AND updated >= -9m ORDER BY updated ASC", "fields": "summary,status,comment",
                "expand": "changelog", "limit": 50,
            ])
        let issue = try #require(try JSON(parsing: Array(found.text(limit: 1 << 20).utf8))["issues"]?.array?.last)
        #expect(issue["summary"]?.string == "The journal is late" && issue["status"]?["name"]?.string != nil)
        let change = try #require(issue["changelogs"]?.array?.first)
        #expect(change["created"]?.string == "2026-03-15T09:20:00+01:00")
        #expect(change["author"]?["display_name"]?.string == "Ada Novak")
        #expect(change["items"]?.array?.first?["field"]?.string == "status")
        #expect(change["items"]?.array?.first?["to_string"]?.string == "In Progress")
        let comment = try #require(issue["comments"]?.array?.first)
        #expect(comment["created"]?.string == "2026-03-15T09:30:00.000+0100")
        #expect(comment["body"]?.string == "On it.")
    }

    private func surviveFaults(_ client: MCPClient, _ jira: StandInJira) async throws {
        for status in [401, 403, 429, 500, 503] {
            jira.setFault(.status(status))
            let result = try await client.call("jira_get_issue", arguments: ["issue_key": "PAY-2"])
            #expect(result.isError, "\(status): \(result.text())")
        }
        jira.setFault(.body("<html>sign in</html>"))
        #expect(try await client.call("jira_get_issue", arguments: ["issue_key": "PAY-2"]).isError)
        jira.setFault(.delay(.seconds(3)), times: 1)
        let late = await #expect(throws: MCPError.self) {
            _ = try await client.call(
                "jira_get_issue", arguments: ["issue_key": "PAY-2"], timeout: .milliseconds(300))
        }
        #expect(late?.reason == .timedOut)
        jira.setFault(nil)
        let again = try await client.call("jira_get_issue", arguments: ["issue_key": "PAY-2"])
        #expect(again.text().contains("PAY-2") && !again.isError)
    }

    /// A person's own token is the one that Jira sees, and a wrong one does not fall back to the server's.
    private func actAsPerson(_ client: MCPClient, _ jira: StandInJira) async throws {
        let text: JSON = ["issue_key": "WEB-7", "body": "mine"]
        let mine = try await client.call(
            "jira_add_comment", arguments: text, headers: ["Authorization": "Token pat-ada"])
        #expect(!mine.isError, "\(mine.text())")
        #expect(jira.comments(on: "WEB-7") == ["ada: mine"])
        let wrong = try? await client.call(
            "jira_add_comment", arguments: text, headers: ["Authorization": "Token pat-nobody"])
        #expect(wrong?.isError ?? true)
        #expect(jira.comments(on: "WEB-7") == ["ada: mine"])
    }

    private func client(_ url: String) -> MCPClient {
        MCPClient(
            name: "jira", endpoint: .http(url: url), identity: Implementation(name: "tests", version: "1"),
            probe: Probe(tool: "jira_get_all_projects", arguments: [:]), logger: quiet)
    }
}

/// Runs mcp-atlassian before a Jira for as long as `body` does.
func withJira(_ body: @escaping @Sendable (StandInJira, String) async throws -> Void) async throws {
    let jira = StandInJira()
    try await withLive({ jira.application($0) }) { jiraPort in
        let port = try await freePort()
        let variables = [
            "JIRA_URL": "http://127.0.0.1:\(jiraPort)", "JIRA_PERSONAL_TOKEN": "pat-reva",
            "ALLOW_GLOBAL_CRED_FALLBACK": "true", "HOME": NSTemporaryDirectory(),
        ]
        let arguments = [
            "--transport", "streamable-http", "--host", "127.0.0.1", "--port", "\(port)", "--path", "/mcp",
        ]
        _ = try await Subprocess.run(
            .path(FilePath("\(Peer.folder ?? "")/mcp-atlassian/bin/mcp-atlassian")), arguments: Arguments(arguments),
            environment: .inherit.updating(
                Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), $1) })),
            input: .none, output: .discarded, error: .discarded
        ) { execution in
            defer { try? execution.send(signal: .kill) }
            try await answers("http://127.0.0.1:\(port)/healthz")
            try await body(jira, "http://127.0.0.1:\(port)/mcp")
        }
    }
}

/// Waits until a server answers; a start of Python takes seconds.
private func answers(_ url: String) async throws {
    for _ in 0..<600 {
        let response = try? await HTTPClient.shared.execute(HTTPClientRequest(url: url), timeout: .seconds(5))
        if response?.status == .ok { return }
        // There is nothing to wait on but the answer of the next request.
        try await Task.sleep(for: .milliseconds(100))
    }
    Issue.record("nobody answers at \(url)")
}

/// A port that was free a moment ago.
private func freePort() async throws -> Int {
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .bind(host: "127.0.0.1", port: 0).get()
    let port = channel.localAddress?.port ?? 0
    try await channel.close().get()
    return port
}
