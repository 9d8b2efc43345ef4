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

    enum State: Equatable {
        case between, word, lineComment, blockComment, string, escapeString, quotedName, dollarString, metaCommand,
            ended
    }

    /// Comments longer than this do not wait for their statement.
    static let commentLimit = 1 << 20

    var position = 0
    var state = State.between
    /// Where the first word of the statement stands.
    private(set) var bodyStart: Int?
    /// Behind the semicolon.
    private(set) var bodyEnd = 0
    /// Comment lines before the statement that begin a line, without their newline.
    private(set) var comments: [Range<Int>] = []
    var words = StatementWords()

    /// Whether what came before the first byte was a newline (or nothing).
    private let beginsLine: Bool
    var tokenStart = 0
    var depth = 0
    /// Of nested comments.
    var blockDepth = 0
    var tag: [UInt8] = []
    var escapeStringEnded = false

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
    mutating func finish() -> Outcome {
        switch state {
        case .ended: return .statement(length: position)
        case .metaCommand: return .metaCommand(length: position)
        case .lineComment:
            endComment()
            return .needsMore
        default: return .needsMore
        }
    }

    mutating func skip(to byte: UInt8, in text: UnsafeBufferPointer<UInt8>) {
        let start = text.baseAddress! + position  // position < count, so there is an address
        if let found = memchr(start, Int32(byte), text.count - position) {
            position += UnsafeRawPointer(found) - UnsafeRawPointer(start)
        } else {
            position = text.count
        }
    }

    mutating func endComment() {
        if tokenStart >= 0 { comments.append(tokenStart..<position) }
        state = .between
    }

    // MARK: Between tokens

    mutating func scanBetween(
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

    mutating func begin() {
        if bodyStart == nil { bodyStart = position }
    }

    mutating func enter(_ state: State, skipping count: Int) -> Outcome? {
        self.state = state
        position += count
        return nil
    }

    static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 128...255:
            true
        default: false
        }
    }
}
