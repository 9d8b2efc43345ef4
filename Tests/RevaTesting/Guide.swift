/// A document of the project, as somebody follows it.
package struct Guide: Sendable {
    private let lines: [Substring]

    package struct NoHeading: Error {
        let heading: String
    }

    /// - Parameter path: in the source tree, such as docs/compose.md.
    package init(_ path: String) throws {
        lines = try Project.text(path).split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The blocks of code under a heading, until the next heading.
    package func blocks(under heading: String) throws -> [String] {
        guard let start = lines.firstIndex(where: { $0 == heading }) else { throw NoHeading(heading: heading) }
        var blocks: [String] = []
        var block: [Substring]?
        for line in lines[(start + 1)...] {
            if line.hasPrefix("```") {
                if let ended = block { blocks.append(ended.map { "\($0)\n" }.joined()) }
                block = block == nil ? [] : nil
            } else if block != nil {
                block?.append(line)
            } else if line.hasPrefix("#") {
                break
            }
        }
        return blocks
    }
}
