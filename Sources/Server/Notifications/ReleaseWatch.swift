import Foundation
import JSONValues
import Logging
import MCP
import Records

/// Looks for what happened to releases that somebody subscribed to, by the tools for Release: where no webhook is set up,
/// and for what was missed while Reva was away. What the webhook told already is not told again.
package struct ReleaseWatch: Watch {
    let records: Records
    let client: MCPClient
    let desk: NewsDesk
    let logger: Logger
    var interval = 60.0

    package init(records: Records, client: MCPClient, desk: NewsDesk, logger: Logger) {
        self.records = records
        self.client = client
        self.desk = desk
        self.logger = logger
    }

    /// One look: at the list of releases where that is due, and at each watched one that is due.
    func look() async throws {
        let subjects = try await records.subscriptions.subjects()
        guard !subjects.isEmpty else { return }
        // The list has a row of its own, so that of several processes one looks.
        try await records.watchedReleases.watch("", title: "")
        for watched in try await records.watchedReleases.claim(limit: 20, seconds: interval) {
            if watched.id.isEmpty {
                try await findReleases(subjects)
            } else {
                try await look(at: watched, subjects)
            }
        }
    }

    private func findReleases(_ subjects: Set<String>) async throws {
        for page in 0..<10 {
            guard
                let answer = try await ask("search_releases", ["page": .integer(page), "pageSize": 100]),
                let items = answer["items"]?.array
            else { return }
            for item in items {
                guard let id = item["id"]?.string, let title = item["title"]?.string else { continue }
                let names = News.subjects(release: id, title: title, folder: item["folder"]?.string)
                guard !subjects.isDisjoint(with: names) else { continue }
                try await records.watchedReleases.watch(id, title: title)
            }
            guard answer["hasMore"]?.boolean == true else { return }
        }
    }

    private func look(at watched: WatchList.Watched, _ subjects: Set<String>) async throws {
        guard let detail = try await ask("get_release", ["release": .string(watched.id)])?["release"],
            let answer = try await ask("list_activity", ["release": .string(watched.id), "pageSize": 100]),
            let entries = answer["items"]?.array
        else { return try await records.watchedReleases.forget(watched.id) }
        let folder = detail["folder"]?.string
        let title = detail["title"]?.string ?? watched.title
        let names = News.subjects(release: watched.id, title: title, folder: folder)
        guard !subjects.isDisjoint(with: names) else { return try await records.watchedReleases.forget(watched.id) }
        let news = entries.compactMap { entry -> News? in
            guard let kind = entry["event"]?.string, let date = entry["date"]?.string.flatMap(News.date),
                // The last second that was seen once more: its key tells what is known.
                date >= watched.seenUntil.addingTimeInterval(-1)
            else { return nil }
            return News(
                kind: kind, id: watched.id, title: title, status: detail["status"]?.string,
                message: entry["message"]?.string ?? "", person: entry["user"]?.string, date: date,
                link: detail["link"]?.string, folder: folder)
        }.sorted { $0.date < $1.date }
        try await desk.announce(news, source: "poll")
        if let last = news.last { try await records.watchedReleases.saw(watched.id, until: last.date) }
        let hasEnded = ["COMPLETED", "ABORTED"].contains(detail["status"]?.string ?? "")
        if hasEnded { try await records.watchedReleases.forget(watched.id) }
    }

    /// - Returns: what the tool answers; nil where it says that it cannot, as of a release that is gone.
    private func ask(_ tool: String, _ arguments: JSON) async throws -> JSON? {
        let result = try await client.call(tool, arguments: arguments)
        return result.isError ? nil : result.structuredContent
    }
}
