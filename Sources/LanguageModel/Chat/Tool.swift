import JSONValues

/// A function the model may ask for.
package struct Tool: Sendable, Hashable {
    package let name: String
    /// For the model: what it does and when to use it.
    package let description: String
    /// JSON Schema of an object.
    package let parameters: JSON

    package init(name: String, description: String, parameters: JSON = ["type": "object"]) {
        self.name = name
        self.description = description
        self.parameters = parameters
    }

    /// As both protocols write it.
    var wire: JSON {
        [
            "type": "function",
            "function": ["name": .string(name), "description": .string(description), "parameters": parameters],
        ]
    }
}
