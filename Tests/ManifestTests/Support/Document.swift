/// docs/kubernetes.md, as the tests read it.
enum Document {
    struct NotThere: Error { let heading: String }

    /// The lines of the first block of code under a heading.
    static func block(under heading: String) throws -> [String] {
        let lines = try Project.text("docs/kubernetes.md").split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { $0 == heading }),
            let fence = lines[start...].firstIndex(where: { $0.hasPrefix("```") })
        else { throw NotThere(heading: heading) }
        return lines[(fence + 1)...].prefix { !$0.hasPrefix("```") }.map(String.init)
    }

    /// Every kubectl command, in blocks and in the text, without what surrounds it.
    static func commands() throws -> [String] {
        let text = try Project.text("docs/kubernetes.md")
        let blocks = text.split(separator: "\n").filter { $0.hasPrefix("kubectl ") }.map(String.init)
        return blocks + text.matches(of: /`(kubectl [^`]+)`/).map { String($0.1) }
    }
}
