/// Why a text is no JSON, or none we take.
package struct JSONError: Error, Sendable, CustomStringConvertible {
    package let summary: String
    init(_ summary: String) { self.summary = summary }
    package var description: String { summary }
}

extension JSON {
    /// What a text may ask of us.
    package struct Limits: Sendable {
        /// Bytes of the whole text.
        package var size: Int
        /// Arrays and objects within each other; the reader works by recursion, so this guards the stack.
        package var depth: Int

        package init(size: Int = 4 << 20, depth: Int = 64) {
            self.size = size
            self.depth = depth
        }

        package static let standard = Limits()
    }

    /// Reads a text of UTF-8 with exactly one value.
    package init(parsing bytes: some Sequence<UInt8>, limits: Limits = .standard) throws(JSONError) {
        let bytes = Array(bytes)
        guard bytes.count <= limits.size else {
            throw JSONError("the text has \(bytes.count) bytes, more than the \(limits.size) that are taken")
        }
        var parser = JSONParser(bytes, maximumDepth: limits.depth)
        self = try parser.parse()
    }

    package init(parsing text: String, limits: Limits = .standard) throws(JSONError) {
        try self.init(parsing: text.utf8, limits: limits)
    }
}
