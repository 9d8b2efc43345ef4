/// Many texts as one value, a `text[]`: so that many rows are written by one statement, with `unnest`.
package struct TextArray: ParameterValue {
    package let values: [String]

    package init(_ values: [String]) { self.values = values }

    package var parameter: Parameter {
        var text = "{"
        for value in values {
            text += text.utf8.count == 1 ? "\"" : ",\""
            // Within quotes only these two mean something.
            text += value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            text += "\""
        }
        return Parameter(content: .text(text + "}"))
    }
}
