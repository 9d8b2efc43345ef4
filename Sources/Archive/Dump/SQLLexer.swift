import Glibc

/// Finds where a statement of a script ends, by the rules of psql's own lexer, while the text comes in pieces.
///
/// It looks at each byte once: `position` and `state` say how far it came, counted from the first byte that belongs to
/// the statement (comments before it included). Where a decision needs a byte that is not there yet, it waits.
struct SQLLexer {
    enum Outcome: Equatable {
        case needsMore
        case statement(length: Int)
        case metaCommand(length: Int)
        /// So many comments and blanks that they are handed on before the statement they stand before.
        case comments(length: Int)
    }

    enum Failure: Error, Equatable {
        case backslashInStatement(position: Int)
        case continuedEscapeString(position: Int)
        case numberBeforeQuote(position: Int)
    }

    private enum State: Equatable {
        case between, word, lineComment, blockComment, string, escapeString, quotedName, dollarString, metaCommand, ended
    }

    /// Comments longer than this do not wait for their statement.
    static let commentLimit = 1 << 20

    private(set) var position = 0
    private var state = State.between
    /// Where the first word of the statement stands.
    private(set) var bodyStart: Int?
    /// Behind the semicolon.
    private(set) var bodyEnd = 0
    /// Comment lines before the statement that begin a line, without their newline.
    private(set) var comments: [Range<Int>] = []
    var words = StatementWords()

    /// Whether what came before the first byte was a newline (or nothing).
    private let beginsLine: Bool
    private var tokenStart = 0
    private var depth = 0
    private var tag: [UInt8] = []
    private var escapeStringEnded = false

    init(beginsLine: Bool) { self.beginsLine = beginsLine }

    /// Goes on from where it stopped; `text` begins with the statement's first byte and holds all of it so far.
    ///
    /// - Parameter isLast: nothing comes after `text`.
    mutating func scan(_ text: UnsafeBufferPointer<UInt8>, isLast: Bool) throws(Failure) -> Outcome {
        while position < text.count {
            let before = (position, state)
            switch state {
            case .between:
                if let outcome = try scanBetween(text, isLast: isLast) { return outcome }
            case .word: try scanWord(text, isLast: isLast)
            case .lineComment:
                skip(to: 10, in: text)
                if position < text.count {
                    endComment()
                    position += 1
                }
            case .blockComment: scanBlockComment(text, isLast: isLast)
            case .string: scanQuoted(text, quote: UInt8(ascii: "'"))
            case .quotedName: scanQuoted(text, quote: UInt8(ascii: "\""))
            case .escapeString: scanEscapeString(text, isLast: isLast)
            case .dollarString: scanDollarString(text)
            case .metaCommand:
                skip(to: 10, in: text)
                if position < text.count { return .metaCommand(length: position + 1) }
            case .ended:
                switch text[position] {
                case 32, 9, 13: position += 1
                case 10: return .statement(length: position + 1)
                default: return .statement(length: position)
                }
            }
            if before == (position, state) { return .needsMore }
        }
        return isLast ? finish() : .needsMore
    }

    /// What stands there when the text is over: a statement counts only if its semicolon has come.
    private mutating func finish() -> Outcome {
        switch state {
        case .ended: return .statement(length: position)
        case .metaCommand: return .metaCommand(length: position)
        case .lineComment:
            endComment()
            return .needsMore
        default: return .needsMore
        }
    }

    private mutating func skip(to byte: UInt8, in text: UnsafeBufferPointer<UInt8>) {
        let start = text.baseAddress! + position  // position < count, so there is an address
        if let found = memchr(start, Int32(byte), text.count - position) {
            position += UnsafeRawPointer(found) - UnsafeRawPointer(start)
        } else {
            position = text.count
        }
    }

    private mutating func endComment() {
        if tokenStart >= 0 { comments.append(tokenStart..<position) }
        state = .between
    }

    // MARK: Between tokens

    private mutating func scanBetween(
        _ text: UnsafeBufferPointer<UInt8>, isLast: Bool
    ) throws(Failure) -> Outcome? {
        while position < text.count {
            let byte = text[position]
            let next = position + 1 < text.count ? text[position + 1] : isLast ? 0 : nil
            switch byte {
            case 10 where bodyStart == nil && position >= Self.commentLimit:
                position += 1
                return .comments(length: position)
            case 32, 9...13:
                position += 1
                continue
            case UInt8(ascii: "-"):
                guard let next else { return nil }
                if next == byte {
                    let isLine = position == 0 ? beginsLine : text[position - 1] == 10
                    tokenStart = bodyStart == nil && isLine ? position : -1
                    return enter(.lineComment, skipping: 2)
                }
            case UInt8(ascii: "/"):
                guard let next else { return nil }
                if next == UInt8(ascii: "*") {
                    blockDepth = 1
                    return enter(.blockComment, skipping: 2)
                }
            case UInt8(ascii: "\\"):
                if bodyStart != nil { throw .backslashInStatement(position: position) }
                bodyStart = position
                return enter(.metaCommand, skipping: 1)
            default: break
            }
            let endedEscapeString = escapeStringEnded
            escapeStringEnded = false
            switch byte {
            case UInt8(ascii: "'"):
                // psql goes on with the escapes of a string that is continued on another line; nobody writes that.
                if endedEscapeString { throw .continuedEscapeString(position: position) }
                begin()
                return enter(.string, skipping: 1)
            case UInt8(ascii: "\""):
                begin()
                return enter(.quotedName, skipping: 1)
            case UInt8(ascii: "$"):
                guard scanDollar(text, isLast: isLast) else { return nil }
                if state != .between { return nil }
            case UInt8(ascii: "("):
                begin()
                depth += 1
                position += 1
            case UInt8(ascii: ")"):
                begin()
                if depth > 0 { depth -= 1 }
                if depth == 0 { words.groupEnded() }
                position += 1
            case UInt8(ascii: ";"):
                begin()
                position += 1
                if depth == 0, words.blockDepth == 0 {
                    bodyEnd = position
                    state = .ended
                    return nil
                }
            case _ where Self.isWord(byte):
                begin()
                tokenStart = position
                return enter(.word, skipping: 1)
            default:
                begin()
                position += 1
            }
        }
        return nil
    }

    private mutating func begin() {
        if bodyStart == nil { bodyStart = position }
    }

    private mutating func enter(_ state: State, skipping count: Int) -> Outcome? {
        self.state = state
        position += count
        return nil
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 128...255:
            true
        default: false
        }
    }

    // MARK: Inside tokens

    private var blockDepth = 0

    private mutating func scanWord(_ text: UnsafeBufferPointer<UInt8>, isLast: Bool) throws(Failure) {
        while position < text.count, Self.isWord(text[position]) || text[position] == UInt8(ascii: "$") { position += 1 }
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

    private mutating func scanQuoted(_ text: UnsafeBufferPointer<UInt8>, quote: UInt8) {
        // A doubled quote ends the string and begins the next at once, which comes to the same.
        skip(to: quote, in: text)
        if position < text.count { _ = enter(.between, skipping: 1) }
    }

    private mutating func scanEscapeString(_ text: UnsafeBufferPointer<UInt8>, isLast: Bool) {
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

    private mutating func scanBlockComment(_ text: UnsafeBufferPointer<UInt8>, isLast: Bool) {
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
    private mutating func scanDollar(_ text: UnsafeBufferPointer<UInt8>, isLast: Bool) -> Bool {
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

    private mutating func scanDollarString(_ text: UnsafeBufferPointer<UInt8>) {
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
