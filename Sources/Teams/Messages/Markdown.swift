/// The part of Markdown that every client of Teams shows: bold, italic, code, quotes, links.
package enum Markdown {
    /// Text of others, such as a release's title, so that it shows as it is.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", "*", "_", "[", "]", "`", "~", "#": result += "\\\(scalar)"
            case "<": result += "&lt;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Cuts a text into pieces, each at the end of a paragraph, a line or a word where there is one in its second half.
    ///
    /// A block of code that is cut ends in its piece and goes on in the next.
    /// - Parameters:
    ///   - limit: of a piece, in bytes of UTF-8; at least 64.
    ///   - shown: how much of the text the first piece has to hold, in bytes; no more than `limit`.
    package static func pieces(of text: String, limit: Int, shown: Int = 0) -> [String] {
        var pieces: [String] = []
        var rest = Substring(text)
        var fence: String?
        let limit = max(limit, 64)
        while true {
            let opening = fence.map { "\($0)\n" } ?? ""
            let room = limit - opening.utf8.count - (pieces.isEmpty && shown > limit - 8 ? 0 : 4)
            guard rest.utf8.count > room else {
                if !rest.isEmpty || pieces.isEmpty { pieces.append(opening + rest) }
                return pieces
            }
            let end = cut(rest, room: room, from: pieces.isEmpty ? max(shown, room / 2) : room / 2)
            let piece = rest[..<end]
            fence = openFence(in: opening + piece)
            pieces.append(opening + piece + (fence == nil ? "" : piece.hasSuffix("\n") ? "```" : "\n```"))
            rest = rest[end...].drop { $0 == "\n" || (fence == nil && $0 == " ") }
        }
    }

    /// The place of the best cut between two offsets in bytes.
    private static func cut(_ text: Substring, room: Int, from start: Int) -> Substring.Index {
        var end = text.startIndex
        var best: [Character: Substring.Index] = [:]
        var size = 0
        var previous: Character?
        for index in text.indices {
            let character = text[index]
            size += character.utf8.count
            if size > room { break }
            end = text.index(after: index)
            if size >= start {
                if character == "\n" { best[previous == "\n" ? "¶" : "\n"] = end }
                if character == " " { best[" "] = end }
            }
            previous = character
        }
        // A character larger than the room is taken whole: there must be progress.
        if end == text.startIndex { return text.index(after: end) }
        return best["¶"] ?? best["\n"] ?? best[" "] ?? end
    }

    /// The line that opened the block of code which the text ends in; nil where it ends outside.
    private static func openFence(in text: String) -> String? {
        var fence: String?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) where line.hasPrefix("```") {
            fence = fence == nil ? String(line.prefix(32)) : nil
        }
        return fence
    }
}
