extension DumpScanner {
    /// Hands on what the lexer has found, which is all of `text`, and gets ready for what follows.
    mutating func emit<Handler: DumpHandler>(
        _ outcome: SQLLexer.Outcome, _ text: UnsafeBufferPointer<UInt8>, into handler: inout Handler
    ) throws {
        noteComments(text)
        let found = lexer
        lexer = SQLLexer(beginsLine: text.last == 10)
        defer { line += newlines(in: text) }
        switch outcome {
        case .needsMore, .comments:
            try handler.comments(UnsafeRawBufferPointer(text).bytes)
        case .metaCommand:
            try emitMetaCommand(text, start: found.bodyStart ?? 0, into: &handler)
        case .statement(let length):
            try checkLength(length)
            try emitStatement(text, body: (found.bodyStart ?? 0)..<found.bodyEnd, words: found.words, into: &handler)
        }
    }

    private func checkLength(_ length: Int) throws {
        if length > Self.statementLimit {
            throw ArchiveError(.statementTooLong, "the statement at line \(line) of the dump is longer than 64 MiB")
        }
    }

    /// Reads the comments before a statement: they are where pg_dump says what follows.
    mutating func noteComments(_ text: UnsafeBufferPointer<UInt8>) {
        for range in lexer.comments {
            var comment = text[range]
            if comment.last == 13 { comment = comment.dropLast() }
            guard comment.count > 8, comment[comment.startIndex + 2] == 32 else { continue }
            let letter = comment[comment.startIndex + 3]
            guard
                letter == UInt8(ascii: "N") || letter == UInt8(ascii: "D") || letter == UInt8(ascii: "P")
                    || letter == UInt8(ascii: "S")
            else { continue }
            let line = String(decoding: comment, as: UTF8.self)
            if line == Completeness.endMark {
                completeness.sawEndMark()
                builder.endEntry()
            } else if let version = line.suffix(after: "-- Dumped from database version ") {
                builder.serverVersion = version
            } else if let version = line.suffix(after: "-- Dumped by pg_dump version ") {
                builder.dumpVersion = version
            } else if let entry = Statement.Entry(comment: line) {
                builder.begin(entry)
            }
        }
    }

    private mutating func emitMetaCommand<Handler: DumpHandler>(
        _ text: UnsafeBufferPointer<UInt8>, start: Int, into handler: inout Handler
    ) throws {
        let line = line(at: start, in: text)
        var end = text.count
        while end > start, text[end - 1] <= 32 { end -= 1 }
        let words = text[(start + 1)..<end].split(whereSeparator: { $0 == 32 || $0 == 9 })
            .map { String(decoding: $0, as: UTF8.self) }
        guard words.count == 2, words[0] == "restrict" || words[0] == "unrestrict",
            words[1].utf8.allSatisfy({ Character(Unicode.Scalar($0)).isLetter && $0 < 128 || (48...57).contains($0) })
        else {
            throw ArchiveError.refused(line: line, "has the psql command \(excerpt(text, start))")
        }
        if words[0] == "restrict" {
            try completeness.restrict(words[1], line: line)
        } else {
            try completeness.unrestrict(words[1], line: line)
        }
        try handler.text(
            UnsafeRawBufferPointer(text).bytes,
            statement: Statement(entry: nil, kind: .metaCommand(words[0]), line: line, body: start..<end))
    }

    private mutating func emitStatement<Handler: DumpHandler>(
        _ text: UnsafeBufferPointer<UInt8>, body: Range<Int>, words: StatementWords, into handler: inout Handler
    ) throws {
        let line = line(at: body.lowerBound, in: text)
        completeness.sawStatement()
        let statement = UnsafeBufferPointer(rebasing: text[body])
        if let rows = words.insertedRows, let values = words.valuesPosition {
            try builder.addInsert(statement, valuesAt: values - body.lowerBound, rows: rows, line: line)
            let kind = Statement(entry: builder.entry, kind: .other, line: line, body: body)
            return try handler.text(UnsafeRawBufferPointer(text).bytes, statement: kind)
        }
        let start = StatementParser(statement, limit: 8)
        if start.isWord("copy", at: 0) {
            let copy = try copyStatement(StatementParser(statement), line: line, body: body)
            guard text.last == 10 else {
                throw ArchiveError.refused(line: line, "has more on the line of COPY … FROM stdin")
            }
            try handler.beginTable(copy, text: UnsafeRawBufferPointer(text).bytes)
            mode = .rows(Rows(copy: copy))
            return
        }
        let kind = kind(of: statement, start: start)
        try checkSetting(kind, statement, line: line)
        builder.add(statement, kind: kind)
        try handler.text(
            UnsafeRawBufferPointer(text).bytes,
            statement: Statement(entry: builder.entry, kind: kind, line: line, body: body))
    }

    /// Only the statements whose end matters are read whole; a function's body may be long.
    private func kind(of statement: UnsafeBufferPointer<UInt8>, start: StatementParser) -> Statement.Kind {
        switch start.tokens.first {
        case .word("grant"), .word("revoke"), .word("alter"): StatementParser(statement).kind
        default: start.kind
        }
    }

    /// Two settings change where strings end, and with that what is a psql command and what is not.
    private func checkSetting(_ kind: Statement.Kind, _ text: UnsafeBufferPointer<UInt8>, line: Int) throws {
        guard case .set(let name) = kind else { return }
        let parser = StatementParser(text, limit: 16)
        if name == "standard_conforming_strings", parser.settingValue != "on" {
            throw ArchiveError.refused(line: line, "turns standard_conforming_strings off")
        }
        let unsafe = ["SJIS", "BIG5", "GBK", "UHC", "GB18030", "JOHAB", "SHIFT_JIS_2004"]
        if name == "client_encoding", let value = parser.settingValue, unsafe.contains(value.uppercased()) {
            throw ArchiveError(
                .unreadable, "the dump is written in the encoding \(value), which cannot be read safely",
                hints: ["Dump it with `pg_dump --encoding=UTF8`."])
        }
    }

    private func copyStatement(_ parser: StatementParser, line: Int, body: Range<Int>) throws -> CopyStatement {
        guard let (table, afterName) = parser.tableName(at: 1), let (columns, end) = parser.columns(at: afterName),
            parser.isWord("from", at: end), parser.isWord("stdin", at: end + 1),
            parser.tokens.count == end + 3, parser.tokens[end + 2] == .symbol(";")
        else {
            throw ArchiveError.refused(line: line, "has a COPY statement of a form that pg_dump does not write")
        }
        return CopyStatement(table: table, columns: columns, entry: builder.entry, line: line, body: body)
    }
}

extension String {
    fileprivate func suffix(after prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
