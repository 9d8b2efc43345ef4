/// Many texts as one value, a `text[]`: so that many rows are written by one statement, with `unnest`.
package struct TextArray: ParameterValue {
    package let values: [String]

    package init(_ values: [String]) { self.values = values }

    /// Byte by byte: to a `Character`, a quote and the accent that follows it are one sign, and no quote.
    package var parameter: Parameter {
        var text: [UInt8] = [UInt8(ascii: "{")]
        text.reserveCapacity(values.reduce(2) { $0 + $1.utf8.count * 5 / 4 + 3 })
        for (index, value) in values.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text.append(UInt8(ascii: "\""))
            for byte in value.utf8 {
                // Within quotes only these two mean something.
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { text.append(UInt8(ascii: "\\")) }
                text.append(byte)
            }
            text.append(UInt8(ascii: "\""))
        }
        text.append(UInt8(ascii: "}"))
        return Parameter(content: .text(String(decoding: text, as: UTF8.self)))
    }
}
