extension JSON {
    /// What a text may ask of us.
    package struct Limits: Sendable {
        /// Bytes of the whole text.
        package var size: Int
        /// Arrays and objects within each other; the parser works by recursion, so this guards the stack.
        package var depth: Int

        package init(size: Int = 4 << 20, depth: Int = 64) {
            self.size = size
            self.depth = depth
        }

        package static let standard = Limits()
    }

    /// What becomes of a text that two readers could understand differently: a name that occurs twice in one object, or
    /// half of a surrogate pair in a string.
    package enum Ambiguity: Sendable {
        /// The last value of a name counts, and the half becomes U+FFFD, as with most readers.
        ///
        /// For what is only shown or handed on: tools and models cut texts in the middle of an emoji, and an answer
        /// should not be lost by it.
        case resolved
        /// The text is refused.
        ///
        /// For what says who somebody is and what they want, such as tokens and activities: whoever checked it before
        /// us must not have seen another value than we do.
        case refused
    }

    /// Reads UTF-8 with exactly one value (RFC 8259).
    package init(
        parsing bytes: some Sequence<UInt8>, limits: Limits = .standard, ambiguity: Ambiguity = .resolved
    ) throws(JSONError) {
        let bytes = Array(bytes)
        guard bytes.count <= limits.size else { throw JSONError(.tooLarge(limit: limits.size), offset: limits.size) }
        var parser = JSONParser(bytes, depthLimit: limits.depth, ambiguity: ambiguity)
        self = try parser.parse()
    }

    package init(
        parsing text: String, limits: Limits = .standard, ambiguity: Ambiguity = .resolved
    ) throws(JSONError) {
        try self.init(parsing: text.utf8, limits: limits, ambiguity: ambiguity)
    }
}
