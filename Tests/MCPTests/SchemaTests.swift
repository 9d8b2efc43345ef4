import JSONValues
import Testing

@testable import MCP

@Suite struct SchemaTests {
    @Test(
        "says what is wrong, and where, so that a model can mend it",
        arguments: [
            (["type": "string"], 1, ["must be a string, got an integer"]),
            (["type": ["integer", "null"]], "x", ["must be an integer or null, got a string"]),
            (["type": "integer"], 1.5, ["must be an integer, got a number"]),
            (["type": "integer"], 2.0, []),
            (["type": "number"], 2, []),
            (["enum": ["a", "b"]], "c", ["must be one of \"a\", \"b\", got \"c\""]),
            (["enum": [1]], 1.0, []),
            (["const": 3], 4, ["must be 3, got 4"]),
            (["minLength": 1], "", ["must not be empty"]),
            (["maxLength": 2], "äöü", ["must have at most 2 characters, got 3"]),
            (["pattern": "^R-[0-9]+$"], "R-x", ["must match ^R-[0-9]+$, got \"R-x\""]),
            (["pattern": "^R-[0-9]+$"], "R-12", []),
            (["minimum": 1, "maximum": 5], 0, ["must be at least 1, got 0"]),
            (["exclusiveMaximum": 5], 5, ["must be less than 5, got 5"]),
            (["multipleOf": 0.1], 0.3, []),
            (["multipleOf": 2], 3, ["must be a multiple of 2, got 3"]),
            (["items": ["type": "integer"]], [1, "x"], ["[1]: must be an integer, got a string"]),
            (["prefixItems": [["type": "string"]], "items": false], ["a", 1], ["[1]: is not allowed"]),
            (["minItems": 1], [], ["must have at least 1 items, got 0"]),
            (["uniqueItems": true], [1, 1], ["must not have an item twice"]),
            (["required": ["id"]], [:], ["id: is required"]),
            (
                ["properties": ["a": ["properties": ["b": ["type": "string"]]]]], ["a": ["b": 1]],
                ["a.b: must be a string, got an integer"]
            ),
            (
                ["properties": ["id": [:]], "additionalProperties": false], ["ID": 1],
                ["ID: is unknown here, known are id"]
            ),
            (["additionalProperties": ["type": "string"]], ["x": 1], ["x: must be a string, got an integer"]),
            (["patternProperties": ["^x": false]], ["xy": 1], ["xy: is not allowed"]),
            (["anyOf": [["type": "string"], ["type": "null"]]], 1, ["must be a string or null"]),
            (
                ["anyOf": [["type": "string", "minLength": 2], ["type": "null"]]], "a",
                ["must have at least 2 characters, got 1"]
            ),
            (
                ["oneOf": [["minimum": 1], ["minimum": 2]]], 3,
                ["fits 2 of the forms of which it must have exactly one"]
            ),
            (["not": ["type": "string"]], "a", ["has a form that is not allowed"]),
            (["allOf": [["minimum": 1], ["maximum": 2]]], 3, ["must be at most 2, got 3"]),
            (
                ["if": ["minimum": 10], "then": ["multipleOf": 10], "else": ["maximum": 5]], 7,
                ["must be at most 5, got 7"]
            ),
            (["$ref": "#/$defs/a~1b", "$defs": ["a/b": ["type": "string"]]], 1, ["must be a string, got an integer"]),
            (["unknownWord": 1], 1, []),
        ] as [(JSON, JSON, [String])])
    func violations(schema: JSON, value: JSON, expected: [String]) {
        #expect(Schema(schema).violations(in: value).map(\.description) == expected)
    }

    @Test(
        "refers to nothing outside of itself, and does not run for ever",
        arguments: [
            ["$ref": "https://example.com/schema.json"], ["$ref": "#/nowhere"], ["$ref": "#"],
            ["$defs": ["a": ["allOf": [["$ref": "#/$defs/a"], ["$ref": "#/$defs/a"]]]], "$ref": "#/$defs/a"],
        ] as [JSON])
    func bounded(schema: JSON) {
        #expect(Schema(schema).violations(in: 1).contains { $0.message.hasPrefix("cannot be checked") })
    }

    @Test("fills in defaults, also in objects that are there, and leaves the rest alone")
    func defaults() {
        let schema = Schema([
            "properties": [
                "a": ["default": 1], "b": ["properties": ["c": ["default": "x"]]],
                "d": ["properties": ["e": ["default": 2]]],
            ]
        ])
        #expect(schema.addingDefaults(to: ["b": [:], "z": 1]) == ["a": 1, "b": ["c": "x"], "z": 1])
        #expect(schema.addingDefaults(to: ["a": .null]) == ["a": .null])
        #expect(schema.addingDefaults(to: "text") == "text")
    }

    @Test(
        "writes header values as the protocol has them",
        arguments: [
            ("us-west1", "us-west1"), ("Hello, 世界", "=?base64?SGVsbG8sIOS4lueVjA==?="),
            (" padded ", "=?base64?IHBhZGRlZCA=?="), ("line1\nline2", "=?base64?bGluZTEKbGluZTI=?="),
            ("=?base64?literal?=", "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="), ("", ""), ("a\tb", "a\tb"),
        ])
    func headerText(value: String, header: String) {
        #expect(HeaderText.encode(value) == header)
        #expect(HeaderText.decode(header) == value)
    }

    @Test("refuses header values that nobody may send", arguments: ["ü", "a\nb", "=?base64?!?=", "=?base64?/w==?="])
    func badHeaderText(header: String) { #expect(HeaderText.decode(header) == nil) }

    @Test("finds the parameters that become headers")
    func parameterHeaders() throws {
        let headers = try ParameterHeaders(schema: [
            "type": "object",
            "properties": [
                "region": ["type": "string", "x-mcp-header": "Region"],
                "deep": ["type": "object", "properties": ["n": ["type": "integer", "x-mcp-header": "N"]]],
                "on": ["type": "boolean", "x-mcp-header": "On"], "x-mcp-header": ["type": "string"],
            ],
        ])
        func list(_ arguments: JSON) -> [String] { headers.headers(for: arguments).map { "\($0.name)=\($0.value)" } }
        #expect(
            list(["region": " x", "deep": ["n": 42.0], "on": false])
                == ["Mcp-Param-N=42", "Mcp-Param-On=false", "Mcp-Param-Region==?base64?IHg=?="])
        #expect(list(["region": .null, "deep": 1]) == [])
    }

    @Test(
        "refuses parameters that cannot become headers",
        arguments: [
            ["type": "string", "x-mcp-header": ""], ["type": "string", "x-mcp-header": "a b"],
            ["type": "string", "x-mcp-header": "a\r\nb"], ["type": "string", "x-mcp-header": 1],
            ["type": "number", "x-mcp-header": "N"], ["type": "object", "x-mcp-header": "O"],
            ["type": "array", "items": ["type": "string", "x-mcp-header": "I"]],
            ["anyOf": [["type": "string", "x-mcp-header": "I"]]],
            ["$defs": ["a": ["type": "string", "x-mcp-header": "I"]]],
        ] as [JSON])
    func badParameterHeaders(property: JSON) {
        #expect(throws: ShapeError.self) {
            try ParameterHeaders(schema: ["type": "object", "properties": ["p": property]])
        }
        let twice: JSON = [
            "a": ["type": "string", "x-mcp-header": "X"], "b": ["type": "string", "x-mcp-header": "x"],
        ]
        #expect(throws: ShapeError.self) { try ParameterHeaders(schema: ["type": "object", "properties": twice]) }
    }

    @Test("gives a model text, and says when it was cut")
    func text() {
        let result = ToolResult(content: [
            .text("ääää"), .image(data: "", mimeType: "image/png"), .other(["type": "x"]),
        ])
        #expect(result.text() == "ääää\n[an image, image/png]\n[x]")
        #expect(result.text(limit: 3) == "ä\n[cut here: \(result.text().utf8.count - 2) more bytes]")
        #expect(ToolResult(content: [], structuredContent: ["a": 1]).text() == "{\"a\":1}")
    }
}
