/// The text of a `.env` file whose settings are filled in one by one; comments and order stay.
struct EnvironmentText: Sendable {
    private(set) var lines: [Substring]

    init(_ text: String) { lines = text.split(separator: "\n", omittingEmptySubsequences: false) }

    var text: String { lines.joined(separator: "\n") }

    /// The value as it stands there; nil when no line has this key.
    subscript(key: String) -> String? {
        lines.first { $0.hasPrefix("\(key)=") }.map { String($0.dropFirst(key.count + 1)) }
    }

    /// Puts a value in the place of the one that is there, or at the end.
    ///
    /// - Throws: `CommandError` for characters that Compose or a shell would not take for themselves.
    mutating func set(_ key: String, to value: String) throws {
        guard value.allSatisfy({ $0.isASCII && !$0.isWhitespace && !"'\"`$\\#\0".contains($0) }) else {
            throw CommandError(
                "the value of \(key) has spaces, quotes or one of $ \\ # in it",
                hints: ["leave it out here, and write it into .env in the quotes that Compose wants"])
        }
        fill(key, with: value)
    }

    /// The same for a value that Compose shall work out.
    mutating func fill(_ key: String, with expression: String) {
        let line = Substring("\(key)=\(expression)")
        if let place = lines.firstIndex(where: { $0.hasPrefix("\(key)=") }) {
            lines[place] = line
        } else {
            lines.insert(line, at: lines.last?.isEmpty == true ? lines.count - 1 : lines.count)
        }
    }
}
