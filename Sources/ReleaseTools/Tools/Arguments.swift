import Foundation
import JSONValues
import MCP

/// The arguments of a call, which fit the tool's schema.
struct Arguments: Sendable {
    let json: JSON

    func text(_ name: String) -> String? { json[name]?.string }
    func texts(_ name: String) -> [String]? { json[name]?.array?.compactMap(\.string) }
    func flag(_ name: String) -> Bool? { json[name]?.boolean }
    var page: Int { json["page"]?.integer ?? 0 }
    var pageSize: Int { json["pageSize"]?.integer ?? 20 }

    func id(_ name: String, _ kind: ItemID.Kind) throws(ReleaseError) -> ItemID {
        try ItemID(text(name) ?? "", kind)
    }

    func idIfGiven(_ name: String, _ kind: ItemID.Kind) throws(ReleaseError) -> ItemID? {
        guard let text = text(name) else { return nil }
        return try ItemID(text, kind)
    }

    func date(_ name: String) throws(ReleaseError) -> Date? {
        guard let text = text(name) else { return nil }
        if let date = ReleaseDate.parse(text) ?? ReleaseDate.parse("\(text)T00:00:00Z") { return date }
        throw ReleaseError(.invalid, "\(name) is no date", hints: ["write it as 2026-03-15T09:00:00Z"])
    }

    /// A page of what is here already as a whole.
    func page<Whole, Item>(of all: [Whole], _ answer: (Whole) -> Item) -> Page<Item> {
        let (start, overflow) = page.multipliedReportingOverflow(by: pageSize)
        let rest = overflow ? [] : all.dropFirst(start)
        return Page(items: rest.prefix(pageSize).map(answer), page: page, hasMore: rest.count > pageSize)
    }

    var paging: [(String, String)] { [("page", "\(page)"), ("resultsPerPage", "\(pageSize)")] }
}
