import JSONValues

/// The arguments of a tool that are also sent as HTTP headers: those whose schema has `x-mcp-header`.
struct ParameterHeaders: Sendable, Hashable {
    struct Parameter: Sendable, Hashable {
        /// The names of properties that lead to it from the root.
        var path: [String]
        /// Without `Mcp-Param-`.
        var name: String
        var type: String

        var header: String { "Mcp-Param-\(name)" }

        /// Nil where the arguments have no value for it. A value of another type has no header either: the schema's
        /// own check refuses it.
        func text(in arguments: JSON) -> String? {
            let value = path.reduce(Optional(arguments)) { $0?[$1] }
            switch (type, value) {
            case ("string", .string(let text)?): return text
            case ("boolean", .boolean(let value)?): return value ? "true" : "false"
            case ("integer", let value?): return value.integer.map(String.init)
            default: return nil
            }
        }
    }

    static let none = ParameterHeaders(parameters: [])

    let parameters: [Parameter]

    private init(parameters: [Parameter]) { self.parameters = parameters }

    /// - Throws: why the schema, and with it the tool, must not be used over HTTP.
    init(schema: JSON) throws(ShapeError) {
        var parameters: [Parameter] = []
        try Self.collect(schema, path: [], into: &parameters)
        // Whatever was not reached by `properties` alone is somewhere it must not be.
        guard Self.annotations(in: schema) == parameters.count else {
            throw ShapeError("x-mcp-header is at a place that properties alone do not lead to")
        }
        guard Set(parameters.map { $0.name.lowercased() }).count == parameters.count else {
            throw ShapeError("two parameters have the same x-mcp-header")
        }
        self.parameters = parameters
    }

    /// Name and encoded value of each header that a call needs.
    func headers(for arguments: JSON) -> [(name: String, value: String)] {
        parameters.compactMap { parameter in
            parameter.text(in: arguments).map { (parameter.header, HeaderText.encode($0)) }
        }
    }

    private static func collect(_ schema: JSON, path: [String], into parameters: inout [Parameter]) throws(ShapeError) {
        if let annotation = schema["x-mcp-header"] {
            guard let name = annotation.string, !name.isEmpty, name.utf8.allSatisfy(isTokenByte) else {
                throw ShapeError("an x-mcp-header is not the name of a header")
            }
            guard let type = schema["type"]?.string, ["string", "integer", "boolean"].contains(type), !path.isEmpty
            else { throw ShapeError("the x-mcp-header \(name) is at no string, integer or boolean") }
            parameters.append(Parameter(path: path, name: name, type: type))
        }
        for (key, property) in (schema["properties"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            try collect(property, path: path + [key], into: &parameters)
        }
    }

    /// How many there are anywhere. Data of the schema, and properties of that very name, are none.
    private static func annotations(in schema: JSON) -> Int {
        switch schema {
        case .array(let values): return values.map(annotations).reduce(0, +)
        case .object(let members):
            return members.reduce(0) { count, member in
                switch member.key {
                case "x-mcp-header": count + 1
                case "default", "const", "enum", "examples": count
                case "properties", "$defs", "definitions", "patternProperties", "dependentSchemas":
                    count + (member.value.object ?? [:]).values.map(annotations).reduce(0, +)
                default: count + annotations(in: member.value)
                }
            }
        default: return 0
        }
    }

    /// A `tchar` of RFC 9110.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
