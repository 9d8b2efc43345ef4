/// Reads what a statement is about from its tokens. It needs no grammar of SQL: the shapes are those pg_dump writes.
struct StatementParser {
    enum Token: Equatable {
        /// An unquoted word, as written and folded to lower case.
        case word(String)
        /// A name in double quotes, its quotes taken away.
        case name(String)
        case string(String)
        case symbol(Character)
    }

    let tokens: [Token]

    /// Reads at most `limit` tokens, or all.
    init(_ body: UnsafeBufferPointer<UInt8>, limit: Int = .max) {
        var tokenizer = Tokenizer(body)
        var tokens: [Token] = []
        while tokens.count < limit, let token = tokenizer.next() { tokens.append(token) }
        self.tokens = tokens
    }

    func isWord(_ word: String, at index: Int) -> Bool {
        index >= 0 && index < tokens.count && tokens[index] == .word(word)
    }

    /// A name, quoted or not.
    func name(at index: Int) -> String? {
        guard index >= 0, index < tokens.count else { return nil }
        switch tokens[index] {
        case .word(let name), .name(let name): return name
        default: return nil
        }
    }

    /// `schema.name` or `name`, and where it ends.
    func tableName(at index: Int) -> (table: TableName, end: Int)? {
        guard let first = name(at: index) else { return nil }
        if index + 2 < tokens.count, tokens[index + 1] == .symbol("."), let second = name(at: index + 2) {
            return (TableName(schema: first, name: second), index + 3)
        }
        return (TableName(schema: "", name: first), index + 1)
    }

    /// `(a, b)`, and where it ends; an empty list where there is none.
    func columns(at index: Int) -> (columns: [String], end: Int)? {
        guard index < tokens.count, tokens[index] == .symbol("(") else { return ([], index) }
        var columns: [String] = []
        var position = index + 1
        while let column = name(at: position), position + 1 < tokens.count {
            columns.append(column)
            switch tokens[position + 1] {
            case .symbol(","): position += 2
            case .symbol(")"): return (columns, position + 2)
            default: return nil
            }
        }
        return nil
    }
}

// MARK: Kinds of statements

extension StatementParser {
    /// Never `.copy` or `.metaCommand`: whoever reads those needs more than their kind.
    var kind: Statement.Kind {
        switch tokens.first {
        case .word("set"): return setting
        case .word("select"): return selected
        case .word("drop"): return .drop
        case .word("grant"): return .grant(roles: grantees(after: "to"))
        case .word("revoke"): return .revoke(roles: grantees(after: "from"))
        case .word("alter"): return altered
        default: return .other
        }
    }

    private var setting: Statement.Kind {
        var index = 1
        if isWord("session", at: 1), isWord("authorization", at: 2) { return .set(name: "session_authorization") }
        if isWord("session", at: 1) || isWord("local", at: 1) { index = 2 }
        return name(at: index).map { .set(name: $0) } ?? .other
    }

    private var selected: Statement.Kind {
        let start = isWord("pg_catalog", at: 1) ? 3 : 1
        if isWord("set_config", at: start), tokens.count > start + 2, case .string(let name) = tokens[start + 2] {
            return .set(name: name)
        }
        return isWord("lo_unlink", at: start) ? .drop : .other
    }

    private var altered: Statement.Kind {
        if let owner = tokens.indices.last(where: { isWord("owner", at: $0) }), isWord("to", at: owner + 1),
            let role = name(at: owner + 2), owner + 3 >= tokens.count || tokens[owner + 3] == .symbol(";")
        {
            return .ownerTo(role: role)
        }
        if isWord("default", at: 1), isWord("privileges", at: 2) {
            var roles: [String] = []
            if isWord("for", at: 3), let role = name(at: 5) { roles.append(role) }
            if tokens.contains(.word("grant")) { return .grant(roles: roles + grantees(after: "to")) }
            return .revoke(roles: roles + grantees(after: "from"))
        }
        // ALTER TABLE … DROP CONSTRAINT …, ALTER TABLE … ALTER COLUMN … DROP DEFAULT
        return tokens.contains(.word("drop")) ? .drop : .other
    }

    private func grantees(after word: String) -> [String] {
        guard var index = tokens.lastIndex(of: .word(word)) else { return [] }
        var roles: [String] = []
        repeat {
            index += 1
            if isWord("group", at: index) { index += 1 }
            guard let role = name(at: index) else { return roles }
            // In double quotes it would be a role of that name.
            if !isWord("public", at: index) { roles.append(role) }
            index += 1
        } while index < tokens.count && tokens[index] == .symbol(",")
        return roles
    }

    /// The value of `SET name = value` where it is one word or string.
    var settingValue: String? {
        guard let index = tokens.firstIndex(where: { $0 == .symbol("=") || $0 == .word("to") }),
            index + 1 < tokens.count
        else { return nil }
        switch tokens[index + 1] {
        case .word(let value), .name(let value), .string(let value): return value
        case .symbol: return nil
        }
    }
}
