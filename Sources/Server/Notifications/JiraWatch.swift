import Foundation
import JSONValues
import Logging
import MCP
import Records

/// Looks, by the tools for Jira, for what happened to issues and projects that somebody subscribed to.
package struct JiraWatch: Watch {
    let records: Records
    let client: MCPClient
    let desk: NewsDesk
    let logger: Logger
    var interval = 60.0

    /// Jira's search may know of something this much later than it happened, in seconds. What is found again is known.
    private static let delay = 600.0

    package init(records: Records, client: MCPClient, desk: NewsDesk, logger: Logger) {
        self.records = records
        self.client = client
        self.desk = desk
        self.logger = logger
    }

    func look() async throws {
        let subjects = Set(try await records.subscriptions.subjects().filter(Self.mayBeKey).map { $0.uppercased() })
        guard !subjects.isEmpty else { return }
        try await records.watchedIssues.watch(subjects.sorted())
        let due = try await records.watchedIssues.claim(limit: 20, seconds: interval)
        guard !due.isEmpty, let projects = try await projects() else { return }
        for watched in due {
            guard subjects.contains(watched.id) else {
                try await records.watchedIssues.forget(watched.id)
                continue
            }
            // Many a release is called by a word that might be a project.
            if projects.contains(watched.id.prefix { $0 != "-" }.description) { try await look(at: watched) }
        }
    }

    private func look(at watched: WatchList.Watched) async throws {
        let start = Date()
        let minutes = max(1, Int(start.timeIntervalSince(watched.seenUntil) / 60) + 2)
        let isProject = !watched.id.contains("-")
        let scope = isProject ? "project = \"\(watched.id)\"" : "key = \"\(watched.id)\""
        guard let changed = try await search("\(scope) AND updated >= -\(minutes)m ORDER BY updated ASC") else {
            return
        }
        // The last second that was seen once more: its key tells what is known.
        let time = watched.seenUntil.addingTimeInterval(-1)
        let news = changed.flatMap { $0.news(since: time) }.sorted { $0.date < $1.date }
        var created: [IssueHistory] = []
        if isProject {
            guard let found = try await search("\(scope) AND created >= -\(minutes)m ORDER BY created ASC") else {
                return
            }
            created = found
        }
        try await desk.announce(created.map(\.creation) + news, of: watched.id, source: "poll")
        let seen = max(news.last?.date ?? .distantPast, start.addingTimeInterval(-Self.delay))
        try await records.watchedIssues.saw(watched.id, until: seen)
    }

    private func search(_ query: String) async throws -> [IssueHistory]? {
        try await ask(
            "jira_search",
            ["jql": .string(query), "fields": "summary,status,comment", "expand": "changelog", "limit": 50])?["issues"]?
            .array?.compactMap(IssueHistory.init)
    }

    private func projects() async throws -> Set<String>? {
        let list = try await ask("jira_get_all_projects", [:])?.array
        return list.map { Set($0.compactMap { $0["key"]?.string?.uppercased() }) }
    }

    /// - Returns: what the tool answers, which is JSON as text; nil where it says that it cannot, as of an issue that is gone.
    private func ask(_ tool: String, _ arguments: JSON) async throws -> JSON? {
        let result = try await client.call(tool, arguments: arguments)
        guard !result.isError else { return nil }
        return try? JSON(parsing: Array(result.text(limit: 4 << 20).utf8))
    }

    /// Whether a subject, in lower case, looks like the key of a project or an issue; nothing else gets into a query.
    static func mayBeKey(_ subject: String) -> Bool {
        subject.wholeMatch(of: #/[a-z][a-z0-9_]{1,19}(-[0-9]{1,9})?/#) != nil
    }
}
