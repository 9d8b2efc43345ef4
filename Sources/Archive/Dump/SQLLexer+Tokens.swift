import Glibc

// What goes on inside of words, quotes and comments.
extension SQLLexer {
    mutating func scanWord(_ text: UnsafeBufferPointer<UInt8>, isLast: Bool) throws(Failure) {
        while position < text.count, Self.isWord(text[position]) || text[position] == UInt8(ascii: "$") {
            position += 1
        }
        if position == text.count, !isLast { return }
        state = .between
        let word = UnsafeBufferPointer(rebasing: text[tokenStart..<position])
        if position < text.count, text[position] == UInt8(ascii: "'"), word[word.count - 1] | 32 == UInt8(ascii: "e") {
            if word.count == 1 {
                position += 1
                state = .escapeString
                return
            }
            // Versions of psql disagree whether the e of 1e'…' belongs to the string.
            if word[0] < UInt8(ascii: "A") { throw .numberBeforeQuote(position: position) }
        }
        if depth == 0 { words.add(word, at: tokenStart) }
    }

    mutating func scanQuoted(_ text: UnsafeBufferPointer<UInt8>, quote: UInt8) {
        // A doubled quote ends the string and begins the next at once, which comes to the same.
        skip(to: quote, in: text)
        if position < text.count { _ = enter(.between, skipping: 1) }
    }

    mutating func scanEscapeString(_ text: UnsafeBufferPointer<UInt8>, isLast: Bool) {
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "\\"):
                if position + 1 == text.count, !isLast { return }
                position = min(position + 2, text.count)
            case UInt8(ascii: "'"):
                if position + 1 == text.count, !isLast { return }
                if position + 1 < text.count, text[position + 1] == UInt8(ascii: "'") {
                    position += 2
                } else {
                    escapeStringEnded = true
                    _ = enter(.between, skipping: 1)
                    return
                }
            default: position += 1
            }
        }
    }

    mutating func scanBlockComment(_ text: UnsafeBufferPointer<UInt8>, isLast: Bool) {
        while position < text.count {
            let pair = (text[position], position + 1 < text.count ? text[position + 1] : 0)
            let mayBePair = pair.0 == UInt8(ascii: "*") || pair.0 == UInt8(ascii: "/")
            if mayBePair, position + 1 == text.count, !isLast { return }
            if pair == (UInt8(ascii: "/"), UInt8(ascii: "*")) {
                blockDepth += 1
                position += 2
            } else if pair == (UInt8(ascii: "*"), UInt8(ascii: "/")) {
                blockDepth -= 1
                position += 2
                if blockDepth == 0 {
                    state = .between
                    return
                }
            } else {
                position += 1
            }
        }
    }

    /// False where it must wait for more. A dollar that begins no quote is passed over.
    mutating func scanDollar(_ text: UnsafeBufferPointer<UInt8>, isLast: Bool) -> Bool {
        var end = position + 1
        while end < text.count, Self.isWord(text[end]) { end += 1 }
        if end == text.count, !isLast { return false }
        begin()
        let first = end > position + 1 ? text[position + 1] : 0
        let startsWithDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
        if end < text.count, text[end] == UInt8(ascii: "$"), !startsWithDigit {
            tag = Array(text[position...end])
            position = end + 1
            state = .dollarString
        } else {
            position += 1
        }
        return true
    }

    mutating func scanDollarString(_ text: UnsafeBufferPointer<UInt8>) {
        while position < text.count {
            skip(to: UInt8(ascii: "$"), in: text)
            guard text.count - position >= tag.count else { return }
            if memcmp(text.baseAddress! + position, tag, tag.count) == 0 {
                position += tag.count
                state = .between
                return
            }
            position += 1
        }
    }
}
