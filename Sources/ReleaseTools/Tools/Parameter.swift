import JSONValues
import MCP

/// One argument of a tool.
struct Parameter: Sendable {
    let name: String
    let schema: JSON
    var isRequired = false

    static func text(
        _ name: String, _ description: String, isRequired: Bool = false, most: Int = 500
    ) -> Self {
        Self(
            name: name,
            schema: [
                "type": "string", "description": .string(description), "minLength": 1, "maxLength": .integer(most),
            ],
            isRequired: isRequired)
    }

    static func id(_ name: String, _ description: String, isRequired: Bool = true) -> Self {
        text(name, description, isRequired: isRequired, most: 512)
    }

    static func choice(_ name: String, _ description: String, _ values: [String], standard: String? = nil) -> Self {
        var schema: JSON = [
            "type": "string", "description": .string(description), "enum": .array(values.map(JSON.string)),
        ]
        if let standard, case .object(var members) = schema {
            members["default"] = .string(standard)
            schema = .object(members)
        }
        return Self(name: name, schema: schema)
    }

    static func list(_ name: String, _ description: String, of values: [String]? = nil) -> Self {
        var item: [String: JSON] = ["type": "string", "minLength": 1, "maxLength": 200]
        item["enum"] = values.map { .array($0.map(JSON.string)) }
        return Self(
            name: name,
            schema: [
                "type": "array", "description": .string(description), "items": .object(item), "maxItems": 50,
            ])
    }

    static func flag(_ name: String, _ description: String, standard: Bool? = nil, isRequired: Bool = false) -> Self {
        var schema: [String: JSON] = ["type": "boolean", "description": .string(description)]
        schema["default"] = standard.map(JSON.boolean)
        return Self(name: name, schema: .object(schema), isRequired: isRequired)
    }

    static func date(_ name: String, _ description: String) -> Self {
        Self(
            name: name,
            schema: [
                "type": "string", "description": .string("\(description); ISO 8601 such as 2026-03-15T09:00:00Z"),
                "format": "date-time", "minLength": 10, "maxLength": 40,
            ])
    }

    /// `page` and `pageSize`.
    static let paging: [Self] = [
        Self(
            name: "page",
            schema: [
                "type": "integer", "description": "from 0; more while hasMore is true", "minimum": 0,
                "maximum": 100_000, "default": 0,
            ]),
        Self(
            name: "pageSize",
            schema: ["type": "integer", "description": "items of a page", "minimum": 1, "maximum": 100, "default": 20]),
    ]

    static let release = id("release", "Id of the release, such as Applications/Folder…/Release…")
    static let task = id("task", "Id of the task, such as Applications/…/Release…/Phase…/Task…")
    static let template = id("template", "Id of the template, such as Applications/Folder…/Release…")
    static func comment(isRequired: Bool) -> Self {
        text("comment", "Why; people read it on the task", isRequired: isRequired, most: 2_000)
    }
}
