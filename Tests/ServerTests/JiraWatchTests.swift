import Foundation
import JSONValues
import Logging
import MCP
import PostgresTesting
import Synchronization
import Testing

@testable import Postgres
@testable import Records
@testable import Server

/// News of issues that are found by the tools for Jira; `JiraTests` shows that mcp-atlassian answers in this form.
@Suite(.postgresWithVector, .timeLimit(.minutes(5))) struct JiraWatchTests {
    /// Tools as mcp-atlassian's, over issues that a test changes.
    private final class Tools: Sendable {
        private let state = Mutex((issues: [String: JSON](), queries: [String](), fails: false))

        var queries: [String] { state.withLock(\.queries) }
        func fail(_ fails: Bool) { state.withLock { $0.fails = fails } }

        /// - Parameter time: of a change of its status, and of a comment.
        func put(_ key: String, changed time: Date, comment: String? = nil) {
            let stamp = time.ISO8601Format(.init(includingFractionalSeconds: true))
            let change: JSON = [
                "created": .string(stamp), "author": ["display_name": "Grace"],
                "items": [["field": "status", "from_string": "Open", "to_string": "Done"]],
            ]
            let comments = comment.map { ["id": "1", "body": .string($0), "created": .string(stamp)] as JSON }
            state.withLock {
                $0.issues[key] = [
                    "key": .string(key), "summary": "The journal is late", "status": ["name": "Done"],
                    "browse_url": .string("https://jira.example/browse/\(key)"), "changelogs": [change],
                    "comments": .array(comments.map { [$0] } ?? []),
                ]
            }
        }

        func all() -> [MCP.Tool] {
            func tool(_ name: String, _ body: @escaping @Sendable (ToolCall) -> JSON?) -> MCP.Tool {
                MCP.Tool(
                    name: name, description: name, inputSchema: ["type": "object", "properties": [:]],
                    annotations: .reading
                ) { call in body(call).map { .text($0.text) } ?? .failure("Jira cannot be reached") }
            }
            return [
                tool("jira_get_all_projects") { _ in [["key": "PAY"], ["key": "WEB"]] },
                tool("jira_search") { [self] call in
                    let query = call["jql"]?.string ?? ""
                    return state.withLock { state -> JSON? in
                        state.queries.append(query)
                        guard !state.fails else { return nil }
                        let found = state.issues.filter { key, _ in
                            query.contains("\"\(key)\"") || query.contains("\"\(key.prefix { $0 != "-" })\"")
                        }
                        let isNew = query.contains("created >=")
                        let shown = found.filter { !isNew || $0.key.hasSuffix("0") }.sorted { $0.key < $1.key }
                        return ["total": .integer(shown.count), "issues": .array(shown.map(\.value))]
                    }
                },
            ]
        }
    }

    private struct Site: Sendable {
        let tools: Tools
        let watch: JiraWatch
        let records: Records
        let pool: Pool

        func subscribe(_ person: String, _ subject: String, events: [String]? = nil) async throws {
            try await records.subscriptions.subscribe(
                person: person, subject: subject, conversation: "chat of \(person)", reference: "{}", events: events)
        }

        /// Kinds and ids of what a person is to be told, in order.
        func news(for person: String) async throws -> [String] {
            try await pool.query(
                """
                SELECT event FROM deliveries WHERE conversation_id = \("chat of \(person)") AND state = 'waiting'
                ORDER BY id
                """
            ).map { row in
                let text = try row.decode("event", as: String.self)
                let news = try JSONDecoder().decode(News.self, from: Data(text.utf8))
                return "\(news.kind) \(news.id)"
            }
        }
    }

    private func with(_ body: @escaping @Sendable (Site) async throws -> Void) async throws {
        let pool = Pool(try Address(TestDatabase.current.url), size: 4)
        try await pool.withConnection { _ = try await Migrator().migrate($0) }
        let result = await Result.catching {
            let tools = Tools()
            let ports = AsyncStream<Int>.makeStream()
            var bound = ports.stream.makeAsyncIterator()
            let server = MCPServer(name: "jira", version: "1", tools: tools.all(), logger: QueueSite.logger)
            try await QueueSite.running([server.application(port: 0) { ports.continuation.yield($0) }]) {
                let port = try #require(await bound.next())
                let client = MCPClient(
                    name: "jira", endpoint: .http(url: "http://127.0.0.1:\(port)/mcp"),
                    identity: Implementation(name: "test", version: "1"), logger: QueueSite.logger)
                let records = Records(pool)
                let desk = NewsDesk(records: records, metrics: Metrics(), logger: QueueSite.logger)
                var watch = JiraWatch(records: records, client: client, desk: desk, logger: QueueSite.logger)
                // Everything is due at each look.
                watch.interval = 0
                let result = await Result.catching {
                    try await body(Site(tools: tools, watch: watch, records: records, pool: pool))
                }
                await client.close()
                try result.get()
            }
        }
        await pool.close()
        try result.get()
    }

    @Test("tells what happened to an issue or in a project since somebody subscribed, to each of them once")
    func found() async throws {
        try await with { site in
            site.tools.put("PAY-7", changed: Date(timeIntervalSinceNow: -86_400))
            try await site.subscribe("ada", "pay-7")
            try await site.subscribe("grace", "PAY")
            try await site.subscribe("linus", "PAY", events: ["ISSUE_COMMENTED"])
            try await site.subscribe("edsger", "*")
            try await site.watch.look()
            #expect(try await site.news(for: "ada").isEmpty, "that was before")
            site.tools.put("PAY-7", changed: Date(timeIntervalSinceNow: 1), comment: "It is *there* again.")
            for _ in 0..<3 { try await site.watch.look() }
            #expect(try await site.news(for: "ada").sorted() == ["ISSUE_COMMENTED PAY-7", "ISSUE_STATUS PAY-7"])
            #expect(try await site.news(for: "grace").sorted() == ["ISSUE_COMMENTED PAY-7", "ISSUE_STATUS PAY-7"])
            #expect(try await site.news(for: "linus") == ["ISSUE_COMMENTED PAY-7"])
            #expect(try await site.news(for: "edsger").isEmpty, "that is every release, and no issue")
            site.tools.put("PAY-10", changed: Date(timeIntervalSinceNow: -86_400))
            for _ in 0..<3 { try await site.watch.look() }
            #expect(try await site.news(for: "grace").count { $0 == "ISSUE_CREATED PAY-10" } == 1)
            #expect(try await site.news(for: "ada").count == 2)
        }
    }

    @Test("much at a time is one message, but to who chose, and to who wants to hear of one of the issues")
    func digest() async throws {
        try await with { site in
            try await site.subscribe("ada", "PAY")
            try await site.subscribe("grace", "PAY", events: ["ISSUE_STATUS"])
            try await site.subscribe("linus", "PAY-3")
            try await site.watch.look()
            for number in 1...8 {
                site.tools.put("PAY-\(number)", changed: Date(timeIntervalSinceNow: Double(number) / 10))
            }
            for _ in 0..<3 { try await site.watch.look() }
            #expect(try await site.news(for: "ada") == ["ISSUE_DIGEST PAY"])
            #expect(try await site.news(for: "grace") == (1...8).map { "ISSUE_STATUS PAY-\($0)" })
            #expect(try await site.news(for: "linus") == ["ISSUE_STATUS PAY-3"])
            site.tools.put("PAY-8", changed: Date(timeIntervalSinceNow: 5))
            try await site.watch.look()
            #expect(try await site.news(for: "ada") == ["ISSUE_DIGEST PAY", "ISSUE_STATUS PAY-8"])
        }
    }

    @Test("asks Jira only for what it has; what it could not look at is found the next time")
    func faults() async throws {
        try await with { site in
            for subject in ["payment", "Payment 4.2", "x\" OR project = \"WEB", "R-12"] {
                try await site.subscribe("ada", subject)
            }
            try await site.watch.look()
            #expect(site.tools.queries.isEmpty)
            try await site.subscribe("ada", "WEB-1")
            try await site.watch.look()
            site.tools.put("WEB-1", changed: Date(timeIntervalSinceNow: 1))
            site.tools.fail(true)
            try await site.watch.look()
            #expect(try await site.news(for: "ada").isEmpty)
            site.tools.fail(false)
            try await site.watch.look()
            #expect(try await site.news(for: "ada") == ["ISSUE_STATUS WEB-1"])
            #expect(site.tools.queries.allSatisfy { $0.hasPrefix("key = \"WEB-1\" AND updated >= -") })
            try await site.records.subscriptions.unsubscribeEverything(person: "ada")
            try await site.subscribe("ada", "WEB")
            try await site.watch.look()
            let left = try await site.pool.query("SELECT release_id FROM watched_releases WHERE place = 'jira'")
            #expect(try left.map { try $0.decode(0, as: String.self) } == ["WEB"])
        }
    }
}
