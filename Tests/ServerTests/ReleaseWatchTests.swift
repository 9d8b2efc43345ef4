import Foundation
import Logging
import MCP
import PostgresTesting
import ReleaseDemo
import ReleaseTools
import ServiceLifecycle
import Testing

@testable import Postgres
@testable import Records
@testable import Server

/// News that are found by the tools for Release, over a stand-in for it.
@Suite(.postgresWithVector, .timeLimit(.minutes(5))) struct ReleaseWatchTests {
    private struct Site: Sendable {
        let watch: ReleaseWatch
        let desk: NewsDesk
        let client: MCPClient
        let records: Records
        let pool: Pool

        /// What is to be told, in order.
        var news: [News] {
            get async throws {
                try await pool.query("SELECT event FROM deliveries WHERE state = 'waiting' ORDER BY id").map { row in
                    try JSONDecoder().decode(News.self, from: Data(row.decode("event", as: String.self).utf8))
                }
            }
        }

        func release(_ title: String) async throws -> String {
            let answer = try await client.call("search_releases", arguments: ["title": .string(title)])
            return try #require(answer.structuredContent?["items"]?.array?.first?["id"]?.string)
        }

        func call(_ tool: String, _ release: String) async throws {
            let result = try await client.call(
                tool, arguments: ["release": .string(release), "comment": "because of the test"])
            #expect(!result.isError, "\(result.text())")
        }
    }

    private func with(_ body: @escaping @Sendable (Site) async throws -> Void) async throws {
        let pool = Pool(try Address(TestDatabase.current.url), size: 4)
        try await pool.withConnection { _ = try await Migrator().migrate($0) }
        let logger = QueueSite.logger
        let result = await Result.catching {
            let demo = ReleaseDemo(logger: logger)
            let ports = AsyncStream<Int>.makeStream()
            var bound = ports.stream.makeAsyncIterator()
            try await ReleaseConnection.with(certificates: nil) { http in
                let application = demo.application(host: "127.0.0.1", port: 0) { ports.continuation.yield($0) }
                try await QueueSite.running([application]) {
                    let port = try #require(await bound.next())
                    let tools = try ReleaseTools(
                        client: ReleaseClient(
                            address: try ReleaseAddress("http://127.0.0.1:\(port)"), http: http, logger: logger),
                        credential: .token("rpa_demo_admin"), policy: ReleasePolicy(), logger: logger)
                    let service = ReleaseService(tools: tools, version: "1", logger: logger).application(
                        host: "127.0.0.1", port: 0, names: []
                    ) { ports.continuation.yield($0) }
                    try await QueueSite.running([service]) {
                        let port = try #require(await bound.next())
                        let client = MCPClient(
                            name: "release", endpoint: .http(url: "http://127.0.0.1:\(port)/mcp"),
                            identity: Implementation(name: "test", version: "1"), logger: logger)
                        let records = Records(pool)
                        let desk = NewsDesk(records: records, metrics: Metrics(), logger: logger)
                        var watch = ReleaseWatch(records: records, client: client, desk: desk, logger: logger)
                        // Everything is due at each look.
                        watch.interval = 0
                        let result = await Result.catching {
                            try await body(
                                Site(watch: watch, desk: desk, client: client, records: records, pool: pool))
                        }
                        await client.close()
                        try result.get()
                    }
                }
            }
        }
        await pool.close()
        try result.get()
    }

    @Test("finds what happened to a release since somebody subscribed, once, and stops when it has ended")
    func found() async throws {
        try await with { site in
            let id = try await site.release("Payment")
            try await site.watch.look()
            #expect(try await site.pool.query("SELECT 1 FROM watched_releases").isEmpty, "nobody has subscribed")
            try await site.records.subscriptions.subscribe(
                person: "ada", subject: News.shortID(id), conversation: "c", reference: "{}")
            try await site.watch.look()
            try await site.watch.look()
            let before = try await site.news.count
            try await site.call("abort_release", id)
            try await site.watch.look()
            let news = try await site.news
            #expect(news.dropFirst(before).contains { $0.kind == "RELEASE_ABORTED" && $0.id == id })
            #expect(news.last?.link?.hasPrefix("http://127.0.0.1") == true)
            let count = news.count
            try await site.watch.look()
            #expect(try await site.news.count == count)
            #expect(try await site.pool.query("SELECT 1 FROM watched_releases WHERE release_id = \(id)").isEmpty)
        }
    }

    @Test("what the webhook told already is not told again")
    func told() async throws {
        try await with { site in
            let id = try await site.release("Payment")
            try await site.records.subscriptions.subscribe(
                person: "ada", subject: id, conversation: "c", reference: "{}")
            try await site.watch.look()
            try await site.watch.look()
            try await site.call("abort_release", id)
            let activity = try await site.client.call("list_activity", arguments: ["release": .string(id)])
            let entry = try #require(
                activity.structuredContent?["items"]?.array?.first { $0["event"]?.string == "RELEASE_ABORTED" })
            let date = try #require(entry["date"]?.string.flatMap(News.date))
            try await site.desk.announce(
                News(
                    kind: "RELEASE_ABORTED", id: id, title: "t", message: entry["message"]?.string ?? "",
                    date: date),
                source: "webhook")
            let count = try await site.news.count { $0.kind == "RELEASE_ABORTED" }
            #expect(count == 1)
            try await site.watch.look()
            #expect(try await site.news.count { $0.kind == "RELEASE_ABORTED" } == 1)
        }
    }

    @Test("what was missed for long comes as one message")
    func digest() async throws {
        try await with { site in
            let id = try await site.release("Payment")
            try await site.records.subscriptions.subscribe(
                person: "ada", subject: id, conversation: "c", reference: "{}")
            try await site.watch.look()
            // As after a restore: what is known ends long ago.
            try await site.watch.look()
            try await site.pool.query("DELETE FROM deliveries")
            try await site.call("abort_release", id)
            try await site.pool.query("UPDATE watched_releases SET seen_until = '2000-01-01'")
            try await site.watch.look()
            let loud = try await site.news.filter(\.isForAll)
            let activity = try await site.client.call(
                "list_activity", arguments: ["release": .string(id), "pageSize": 100])
            let all = (activity.structuredContent?["items"]?.array ?? []).filter {
                let event = $0["event"]?.string ?? ""
                return event.hasPrefix("RELEASE_") || event == "TASK_FAILED"
            }
            #expect(loud.count == (all.count > 5 ? 1 : all.count))
            #expect(!loud.isEmpty)
            // What is looked at once more was told.
            try await site.pool.query("UPDATE watched_releases SET seen_until = '2000-01-01'")
            try await site.watch.look()
            #expect(try await site.news.filter(\.isForAll) == loud)
        }
    }
}
