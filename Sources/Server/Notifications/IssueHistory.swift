import Foundation
import JSONValues

/// What happened to an issue of Jira, as the tools for Jira tell it.
struct IssueHistory {
    private let key: String
    private let issue: JSON

    /// Nil for what is no issue.
    init?(_ issue: JSON) {
        guard let key = issue["key"]?.string, key.contains("-") else { return nil }
        self.key = key
        self.issue = issue
    }

    /// Changes and comments since then, in no order.
    func news(since time: Date) -> [News] {
        let changes = (issue["changelogs"]?.array ?? []).compactMap { change -> News? in
            let items = change["items"]?.array ?? []
            guard !items.isEmpty, let date = Self.date(of: change) else { return nil }
            let isStatus = items.contains { $0["field"]?.string == "status" }
            return news(
                isStatus ? "ISSUE_STATUS" : "ISSUE_CHANGED", items.map(Self.words).joined(separator: "; "), date,
                by: change["author"])
        }
        let comments = (issue["comments"]?.array ?? []).compactMap { comment -> News? in
            guard let date = Self.date(of: comment) else { return nil }
            return news("ISSUE_COMMENTED", comment["body"]?.string ?? "", date, by: comment["author"])
        }
        return (changes + comments).filter { $0.date >= time }
    }

    /// That there is a new one.
    var creation: News { news("ISSUE_CREATED", issue["summary"]?.string ?? "", Date(), by: nil) }

    private func news(_ kind: String, _ message: String, _ date: Date, by author: JSON?) -> News {
        News(
            kind: kind, id: key, title: "\(key) \(issue["summary"]?.string ?? "")",
            status: issue["status"]?["name"]?.string, message: String(message.prefix(500)),
            person: author?["display_name"]?.string ?? author?["name"]?.string, date: date,
            link: issue["browse_url"]?.string, folder: String(key.prefix { $0 != "-" }))
    }

    private static func date(of entry: JSON) -> Date? { entry["created"]?.string.flatMap(News.date) }

    /// `status: Open → Done`
    private static func words(_ item: JSON) -> String {
        let (before, after) = (item["from_string"]?.string ?? "", item["to_string"]?.string ?? "")
        return "\(item["field"]?.string ?? ""): \(before.isEmpty ? "–" : before) → \(after.isEmpty ? "–" : after)"
    }
}
