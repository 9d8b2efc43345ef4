import Foundation
import JSONValues
import MCP

/// What was read in a turn, numbered, so that the answer can name it.
struct Sources: Sendable {
    /// Teams refuses an answer with many more.
    static let limit = 10
    private(set) var all: [Citation] = []

    /// Adds what a tool's result is about; the same page is the same source.
    /// - Returns: those of this result.
    mutating func add(_ result: ToolResult, of tool: String, at server: String, read: Date) -> [Citation] {
        var pages: [(title: String, link: String?)] = []
        if let value = result.structuredContent ?? result.json { Self.collect(from: value, depth: 0, into: &pages) }
        if pages.isEmpty { pages = [("\(server): \(tool)", nil)] }
        return pages.compactMap { page in
            if let known = all.first(where: { $0.title == page.title && $0.link == page.link }) { return known }
            guard all.count < Self.limit else { return nil }
            let citation = Citation(
                number: all.count + 1, title: page.title, link: page.link, source: "\(server): \(tool)", read: read)
            all.append(citation)
            return citation
        }
    }

    /// The citations of an answer: those that it names, or all where it names none; then their numbers are put behind it.
    func cited(in text: String) -> (text: String, citations: [Citation]) {
        let named = all.filter { text.contains("[\($0.number)]") }
        if !named.isEmpty || all.isEmpty { return (text, named) }
        return (text + " " + all.map { "[\($0.number)]" }.joined(), all)
    }

    /// Objects with a page for people and a name, wherever they are.
    private static func collect(from value: JSON, depth: Int, into pages: inout [(title: String, link: String?)]) {
        guard depth < 8, pages.count < limit else { return }
        switch value {
        case .object(let members):
            if let link = link(of: members), let title = title(of: members) { pages.append((title, link)) }
            for key in members.keys.sorted() {
                if let member = members[key] { collect(from: member, depth: depth + 1, into: &pages) }
            }
        case .array(let values): for value in values { collect(from: value, depth: depth + 1, into: &pages) }
        default: break
        }
    }

    private static func link(of members: [String: JSON]) -> String? {
        ["link", "browse_url", "web_url", "url"].lazy.compactMap { members[$0]?.string }
            .first { $0.hasPrefix("https://") || $0.hasPrefix("http://") }
    }

    private static func title(of members: [String: JSON]) -> String? {
        let key = members["key"]?.string
        let words = ["title", "summary", "name"].lazy.compactMap { members[$0]?.string }.first { !$0.isEmpty }
        let title = [key, words].compactMap(\.self).joined(separator: " ")
        return title.isEmpty ? nil : String(title.prefix(80))
    }
}

extension ToolResult {
    /// The text as JSON, for servers that give no structured content.
    fileprivate var json: JSON? {
        guard case .text(let text)? = content.first, text.first == "{" || text.first == "[" else { return nil }
        return try? JSON(parsing: text)
    }
}
