import JSONValues
import MCP

/// What a tool answers, with the schema that it fits.
protocol Answer: Encodable, Sendable {
    static var schema: JSON { get }
}

/// A page of things.
struct Page<Item: Answer>: Answer {
    let items: [Item]
    /// From 0.
    let page: Int
    /// Whether the next page may have more.
    let hasMore: Bool

    static var schema: JSON {
        Shape.object([
            "items": Shape.list(of: Item.schema), "page": Shape.integer("from 0"),
            "hasMore": Shape.flag("ask for the next page to see more"),
        ])
    }
}

/// Schemas in few words.
enum Shape {
    /// All properties are required, except those named.
    static func object(_ properties: [String: JSON], optional: Set<String> = []) -> JSON {
        [
            "type": "object", "properties": .object(properties),
            "required": .array(properties.keys.filter { !optional.contains($0) }.sorted().map(JSON.string)),
            "additionalProperties": false,
        ]
    }

    static func text(_ description: String? = nil) -> JSON { typed("string", description) }
    static func integer(_ description: String? = nil) -> JSON { typed("integer", description) }
    static func flag(_ description: String? = nil) -> JSON { typed("boolean", description) }
    static func date(_ description: String? = nil) -> JSON {
        ["type": "string", "format": "date-time", "description": .string(description ?? "ISO 8601, UTC")]
    }
    static func list(of items: JSON) -> JSON { ["type": "array", "items": items] }
    static func counts() -> JSON { ["type": "object", "additionalProperties": ["type": "integer"]] }

    private static func typed(_ type: String, _ description: String?) -> JSON {
        guard let description else { return ["type": .string(type)] }
        return ["type": .string(type), "description": .string(description)]
    }
}
