import Glibc

/// Reads the text of pg_dump (plain format, versions 13 to 18, COPY or INSERT) while it passes, in pieces of any size.
///
/// Everything is handed on, byte for byte and in order, and ``inventory`` tells what was seen. Memory is bounded by the
/// longest statement (at most 64 MiB), or by 4 MiB inside of rows. After an error the scanner is of no use any more.
///
/// Refused is what pg_dump never writes and psql would run: backslash commands other than `\restrict` and `\unrestrict`,
/// COPY from anything but the dump, strings whose end depends on a setting.
package struct DumpScanner: ~Copyable {
    /// No statement may be longer.
    package static let statementLimit = 64 << 20
    /// A row longer than this is handed over in pieces.
    package static let rowLimit = 4 << 20

    var lexer = SQLLexer(beginsLine: true)
    /// A statement or row that has begun in an earlier piece.
    var pending = GrowingBytes()
    var mode = Mode.statements
    var builder = InventoryBuilder()
    var completeness = Completeness()
    /// For the digest of a row that is handed over in pieces.
    var longRow = RowDigester()
    /// Of the byte that comes next, from 1.
    package internal(set) var line = 1
    /// How many have been consumed.
    package private(set) var bytes = 0

    enum Mode {
        case statements
        case rows(Rows)
    }

    package init() {}

    /// What has been seen; complete once ``finish(into:)`` has returned.
    package var inventory: Inventory { builder.inventory }

    /// Takes the next piece of the dump.
    package mutating func consume<Handler: DumpHandler>(_ piece: RawSpan, into handler: inout Handler) throws {
        bytes += piece.byteCount
        try piece.withUnsafeBytes { raw in
            var rest = UnsafeBufferPointer(
                start: raw.baseAddress?.assumingMemoryBound(to: UInt8.self), count: raw.count)
            while !rest.isEmpty {
                switch mode {
                case .statements: try consumeStatements(&rest, into: &handler)
                case .rows(var rows):
                    // Taken out while it is worked on; what ends the rows sets the mode itself.
                    if try consumeRows(&rest, of: &rows, into: &handler) { mode = .rows(rows) }
                }
            }
        }
    }

    /// Says that the dump is over.
    ///
    /// - Throws: `.cutShort` unless the dump's end mark was the last of it, `\unrestrict` included where it is due.
    package mutating func finish<Handler: DumpHandler>(into handler: inout Handler) throws {
        if case .rows(let rows) = mode {
            guard pending.count == 2, pending.bytes[0] == UInt8(ascii: "\\"), pending.bytes[1] == UInt8(ascii: ".")
            else {
                throw ArchiveError.cutShort("the file ends inside the rows of table \(rows.copy.table)")
            }
            try endTable(rows, line: pending.bytes, into: &handler)
            pending.removeAll()
        }
        while !pending.isEmpty {
            let outcome = try scan(pending.bytes, isLast: true)
            guard let length = length(of: outcome) else {
                if lexer.bodyStart != nil { throw ArchiveError.cutShort("the file ends before the dump does") }
                noteComments(pending.bytes)
                try handler.comments(UnsafeRawBufferPointer(pending.bytes).bytes)
                pending.removeAll()
                break
            }
            try emit(outcome, UnsafeBufferPointer(rebasing: pending.bytes[..<length]), into: &handler)
            pending.removeFirst(length)
        }
        builder.finish()
        try completeness.check()
    }
}

extension DumpScanner {
    private mutating func consumeStatements<Handler: DumpHandler>(
        _ rest: inout UnsafeBufferPointer<UInt8>, into handler: inout Handler
    ) throws {
        if pending.isEmpty {
            let outcome = try scan(rest, isLast: false)
            guard let length = length(of: outcome) else {
                try checkLimit(rest.count)
                pending.append(rest)
                rest = UnsafeBufferPointer(rebasing: rest[rest.count...])
                return
            }
            try emit(outcome, UnsafeBufferPointer(rebasing: rest[..<length]), into: &handler)
            rest = UnsafeBufferPointer(rebasing: rest[length...])
            return
        }
        // Only a part is copied: most often the statement ends soon, and the rest can be read where it lies.
        let held = pending.count
        let step = min(rest.count, held < 1 << 16 ? 1 << 12 : 1 << 18)
        pending.append(UnsafeBufferPointer(rebasing: rest[..<step]))
        let outcome = try scan(pending.bytes, isLast: false)
        guard let length = length(of: outcome) else {
            try checkLimit(pending.count)
            rest = UnsafeBufferPointer(rebasing: rest[step...])
            return
        }
        try emit(outcome, UnsafeBufferPointer(rebasing: pending.bytes[..<length]), into: &handler)
        // The byte that showed the end came with this step, so nothing held from before is left over.
        pending.removeAll()
        rest = UnsafeBufferPointer(rebasing: rest[max(0, length - held)...])
    }

    private func checkLimit(_ count: Int) throws {
        guard count > Self.statementLimit else { return }
        throw ArchiveError(
            .statementTooLong, "the statement at line \(line) of the dump is longer than 64 MiB",
            hints: ["A quote that is never closed looks like this; so does a file that is no dump of pg_dump."])
    }

    private func length(of outcome: SQLLexer.Outcome) -> Int? {
        switch outcome {
        case .needsMore: nil
        case .statement(let length), .metaCommand(let length), .comments(let length): length
        }
    }

    private mutating func scan(_ text: UnsafeBufferPointer<UInt8>, isLast: Bool) throws -> SQLLexer.Outcome {
        do {
            return try lexer.scan(text, isLast: isLast)
        } catch .backslashInStatement(let position) {
            throw ArchiveError.refused(
                line: line(at: position, in: text),
                "has a psql command inside of a statement: \(excerpt(text, position))")
        } catch .continuedEscapeString(let position) {
            throw ArchiveError.refused(line: line(at: position, in: text), "continues an E'' string on another line")
        } catch .numberBeforeQuote(let position) {
            throw ArchiveError.refused(line: line(at: position, in: text), "has a number before a quote")
        }
    }

    func line(at position: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
        line + newlines(in: UnsafeBufferPointer(rebasing: text[..<position]))
    }

    func newlines(in text: UnsafeBufferPointer<UInt8>) -> Int {
        guard var position = UnsafeRawPointer(text.baseAddress) else { return 0 }
        let end = position + text.count
        var count = 0
        while position < end, let found = memchr(position, 10, end - position) {
            count += 1
            position = UnsafeRawPointer(found) + 1
        }
        return count
    }

    /// The first word there, for a message: what comes from a file must not fill the screen nor steer the terminal.
    func excerpt(_ text: UnsafeBufferPointer<UInt8>, _ position: Int) -> String {
        let word = text[position...].prefix(32).prefix { $0 > 32 && $0 < 127 }
        return String(decoding: word, as: UTF8.self)
    }
}
