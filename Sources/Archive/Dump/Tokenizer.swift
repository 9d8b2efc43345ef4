/// Cuts one whole statement into tokens.
struct Tokenizer {
    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// `text` must outlive the tokenizer.
    init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

    /// Nil at the end.
    mutating func next() -> StatementParser.Token? {
        skipBlanks()
        guard position < text.count else { return nil }
        let byte = text[position]
        switch byte {
        case UInt8(ascii: "\""): return .name(quoted(by: byte, escapes: false))
        case UInt8(ascii: "'"): return .string(quoted(by: byte, escapes: false))
        case UInt8(ascii: "$"):
            if let body = dollarQuoted() { return .string(body) }
            position += 1
            return .symbol("$")
        case _ where Tokenizer.isWord(byte):
            let start = position
            while position < text.count, Tokenizer.isWord(text[position]) || text[position] == UInt8(ascii: "$") {
                position += 1
            }
            let isE = position - start == 1 && byte | 32 == UInt8(ascii: "e")
            if isE, position < text.count, text[position] == UInt8(ascii: "'") {
                return .string(quoted(by: UInt8(ascii: "'"), escapes: true))
            }
            return .word(folded(start..<position))
        default:
            position += 1
            return .symbol(Character(Unicode.Scalar(byte)))
        }
    }

    private func folded(_ range: Range<Int>) -> String {
        // Only ASCII is folded, as PostgreSQL does in UTF-8.
        let bytes = text[range].map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 32 : $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        let lower = byte | 32
        return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower) && byte < 128
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_") || byte >= 128
    }

    private mutating func quoted(by quote: UInt8, escapes: Bool) -> String {
        position += 1
        var bytes: [UInt8] = []
        while position < text.count {
            let byte = text[position]
            if byte == quote {
                guard position + 1 < text.count, text[position + 1] == quote else { break }
                position += 1
            } else if escapes, byte == UInt8(ascii: "\\"), position + 1 < text.count {
                position += 1
            }
            bytes.append(text[position])
            position += 1
        }
        position += 1
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The body of a dollar-quoted string is not needed by anybody, only where it ends.
    private mutating func dollarQuoted() -> String? {
        var end = position + 1
        while end < text.count, Tokenizer.isWord(text[end]) { end += 1 }
        guard end < text.count, text[end] == UInt8(ascii: "$") else { return nil }
        let tag = text[position...end]
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        if tag.count > 2, digits.contains(text[position + 1]) { return nil }
        var close = end + 1
        while close + tag.count <= text.count {
            if text[close] == UInt8(ascii: "$"), text[close..<close + tag.count].elementsEqual(tag) {
                position = close + tag.count
                return ""
            }
            close += 1
        }
        return nil
    }

    private mutating func skipBlanks() {
        while position < text.count {
            switch text[position] {
            case 32, 9...13: position += 1
            case UInt8(ascii: "-") where position + 1 < text.count && text[position + 1] == UInt8(ascii: "-"):
                while position < text.count, text[position] != 10 { position += 1 }
            case UInt8(ascii: "/") where position + 1 < text.count && text[position + 1] == UInt8(ascii: "*"):
                skipBlockComment()
            default: return
            }
        }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        while position < text.count {
            let next = position + 1 < text.count ? text[position + 1] : 0
            if text[position] == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
                depth += 1
                position += 2
            } else if text[position] == UInt8(ascii: "*"), next == UInt8(ascii: "/") {
                depth -= 1
                position += 2
                if depth == 0 { return }
            } else {
                position += 1
            }
        }
    }
}
