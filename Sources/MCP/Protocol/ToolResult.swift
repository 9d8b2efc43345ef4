import JSONValues

/// What a tool answered.
package struct ToolResult: Sendable, Hashable {
    package var content: [ContentBlock]
    package var structuredContent: JSON?
    /// The tool failed, and the text says to the model why.
    package var isError: Bool

    package init(content: [ContentBlock], structuredContent: JSON? = nil, isError: Bool = false) {
        self.content = content
        self.structuredContent = structuredContent
        self.isError = isError
    }

    package static func text(_ text: String) -> Self { Self(content: [.text(text)]) }

    /// An object; clients that know only text get `text`, or the object's own where that is nil.
    package static func structured(_ value: JSON, text: String? = nil) -> Self {
        Self(content: [.text(text ?? value.text)], structuredContent: value)
    }

    /// A failure for the model to read: what is wrong, and what to do instead.
    package static func failure(_ text: String) -> Self { Self(content: [.text(text)], isError: true) }

    /// The answer as one text for a model, at most `limit` bytes and then a note that it was cut.
    package func text(limit: Int = 10_000) -> String {
        let whole: String
        if content.isEmpty {
            whole = structuredContent?.text ?? ""
        } else {
            whole = content.map(\.text).joined(separator: "\n")
        }
        guard whole.utf8.count > limit else { return whole }
        var kept = whole.utf8.prefix(limit)
        while !kept.isEmpty, String(kept) == nil { kept.removeLast() }
        return "\(String(kept) ?? "")\n[cut here: \(whole.utf8.count - kept.count) more bytes]"
    }

    init(_ json: JSON) throws(ShapeError) {
        let content = json["content"] ?? []
        guard let blocks = content.array else { throw ShapeError("the content of a tool's result is no array") }
        guard json["content"] != nil || json["structuredContent"] != nil else {
            throw ShapeError("a tool's result has no content")
        }
        self.init(
            content: blocks.map(ContentBlock.init), structuredContent: json["structuredContent"],
            isError: json["isError"]?.boolean ?? false)
    }

    var json: JSON {
        JSON.object(["content": .array(content.map(\.json)), "isError": .boolean(isError)])
            .setting("structuredContent", to: structuredContent)
    }
}
