import JSONValues
import MCP

extension Table {
    /// What a table may show of things, in this order.
    private static let shown = ["key", "title", "summary", "name", "status", "owner", "assignee", "due"]
    private static let longest = 20

    /// The list that a tool answered, where it is one of at least two things with at least two of the columns; else nil.
    init?(of result: ToolResult) {
        guard let content = result.structuredContent,
            let items = (content["items"] ?? content["issues"] ?? content["result"])?.array, items.count > 1
        else { return nil }
        let columns = Self.shown.filter { column in items.contains { $0[column]?.word != nil } }
        guard columns.count > 1 else { return nil }
        self.init(
            columns: columns,
            rows: items.prefix(Self.longest).map { item in columns.map { item[$0]?.word ?? "" } })
    }
}

extension JSON {
    /// A value as a cell shows it; nil for what is no single word or number.
    fileprivate var word: String? {
        switch self {
        case .string(let text): String(text.prefix(120))
        case .integer(let number): "\(number)"
        case .boolean(let flag): flag ? "✓" : "–"
        // Servers of Jira wrap names.
        case .object: (self["name"] ?? self["display_name"])?.string
        default: nil
        }
    }
}
