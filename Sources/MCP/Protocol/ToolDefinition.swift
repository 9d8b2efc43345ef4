import JSONValues

/// What a server says of a tool.
package struct ToolDefinition: Sendable, Hashable {
    /// 1 to 128 of `A-Z a-z 0-9 _ - .`
    package var name: String
    package var title: String?
    package var description: String?
    /// JSON Schema 2020-12 of an object, kept as it came.
    package var inputSchema: JSON
    package var outputSchema: JSON?
    package var annotations: ToolAnnotations
    /// The member `_meta`.
    package var metadata: JSON?

    package init(
        name: String, title: String? = nil, description: String? = nil, inputSchema: JSON, outputSchema: JSON? = nil,
        annotations: ToolAnnotations = ToolAnnotations(), metadata: JSON? = nil
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.inputSchema = inputSchema
        self.outputSchema = outputSchema
        self.annotations = annotations
        self.metadata = metadata
    }

    /// Says all that a model is told of the tool, and nothing else: when it changes, the tool is not the one that was
    /// approved. Equal definitions have equal text.
    package var canonicalText: String { json.setting("_meta", to: nil).text }

    /// - Throws: why the tool cannot be used, a sentence without its name.
    init(_ json: JSON) throws(ShapeError) {
        guard let name = json["name"]?.string, Self.isName(name) else {
            throw ShapeError("its name is not 1 to 128 letters, digits, dots, dashes or underscores")
        }
        guard let inputSchema = json["inputSchema"], inputSchema["type"] == "object" else {
            throw ShapeError("its input schema is not that of an object")
        }
        if let outputSchema = json["outputSchema"], outputSchema.object == nil {
            throw ShapeError("its output schema is no object")
        }
        let annotations = json["annotations"]
        self.init(
            name: name, title: json["title"]?.string ?? annotations?["title"]?.string,
            description: json["description"]?.string, inputSchema: inputSchema, outputSchema: json["outputSchema"],
            annotations: ToolAnnotations(annotations), metadata: json.metadata)
    }

    var json: JSON {
        JSON.object(["name": .string(name), "inputSchema": inputSchema])
            .setting("title", to: title.map(JSON.string))
            .setting("description", to: description.map(JSON.string))
            .setting("outputSchema", to: outputSchema)
            .setting("annotations", to: annotations.json)
            .setting("_meta", to: metadata)
    }

    static func isName(_ name: String) -> Bool {
        (1...128).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
